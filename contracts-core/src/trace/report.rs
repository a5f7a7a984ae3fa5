use std::collections::BTreeSet;

use super::{Claim, Outcome, Site, Sites};
use crate::{
    Code, Finding,
    finding::Place,
    spec::{Level, Requirement, SpecDocument, Specs},
};

/// Every requirement's story, in the order of their ids.
#[derive(Clone, Debug)]
pub struct Report<'s> {
    /// The stories.
    pub stories: Vec<Story<'s>>,
}

/// What promises, implements and verifies one requirement.
#[derive(Clone, Debug)]
pub struct Story<'s> {
    /// The requirement.
    pub requirement: &'s Requirement,
    /// The document it stands in.
    pub document: &'s SpecDocument,
    /// Whether a document marks it as not implemented.
    pub not_implemented: bool,
    /// Where documents promise it.
    pub promised: Vec<&'s Place>,
    /// Where code implements it.
    pub implemented: Vec<&'s Place>,
    /// The tests that say they verify it, and what became of them.
    pub claims: Vec<(&'s Claim, Outcome)>,
}

/// How many requirements of a level are verified. Those that are not implemented do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The level.
    pub level: Level,
    /// How many are verified.
    pub verified: usize,
    /// How many there are.
    pub total: usize,
}

impl Coverage {
    /// In percent; `None` where there is nothing to verify.
    pub fn percent(self) -> Option<f64> {
        (self.total > 0).then(|| self.verified as f64 * 100.0 / self.total as f64)
    }
}

/// Puts together what is known. `outcome` says what became of a claim's test.
pub fn report<'s>(
    specs: &'s Specs,
    sites: &'s Sites,
    outcome: &dyn Fn(&Claim) -> Outcome,
) -> Report<'s> {
    let marked = specs.documents.iter().flat_map(|it| &it.not_implemented);
    let not_implemented: BTreeSet<&str> = marked.map(|mention| mention.id.as_str()).collect();
    let by_id = specs.by_id().into_iter();
    let stories = by_id.map(|(id, (document, requirement))| Story {
        requirement,
        document,
        not_implemented: not_implemented.contains(id),
        promised: places(&sites.promised, id),
        implemented: places(&sites.implemented, id),
        claims: sites
            .claimed
            .iter()
            .filter(|claim| claim.site.id == id)
            .map(|claim| (claim, outcome(claim)))
            .collect(),
    });
    Report {
        stories: stories.collect(),
    }
}

fn places<'s>(sites: &'s [Site], id: &str) -> Vec<&'s Place> {
    let of_id = sites.iter().filter(|site| site.id == id);
    of_id.map(|site| &site.place).collect()
}

impl Story<'_> {
    /// The tests that ran and passed.
    pub fn verified(&self) -> impl Iterator<Item = &Claim> {
        let passed = self
            .claims
            .iter()
            .filter(|(_, outcome)| *outcome == Outcome::Passed);
        passed.map(|(claim, _)| *claim)
    }

    /// Whether a test proves it: one passed, and none failed.
    pub fn is_verified(&self) -> bool {
        let failed = self
            .claims
            .iter()
            .any(|(_, outcome)| *outcome == Outcome::Failed);
        !failed && self.verified().next().is_some()
    }
}

impl Report<'_> {
    /// The coverage of a level.
    pub fn coverage(&self, level: Level) -> Coverage {
        let counted: Vec<&Story<'_>> = self.counted(level).collect();
        Coverage {
            level,
            verified: counted.iter().filter(|story| story.is_verified()).count(),
            total: counted.len(),
        }
    }

    fn counted(&self, level: Level) -> impl Iterator<Item = &Story<'_>> {
        let stories = self.stories.iter();
        stories.filter(move |story| !story.not_implemented && story.requirement.level() == level)
    }

    /// Each requirement of a level that no test verifies, as a finding.
    pub fn unverified(&self, level: Level) -> Vec<Finding> {
        let unverified = self.counted(level).filter(|story| !story.is_verified());
        let findings = unverified.map(|story| {
            let id = &story.requirement.id;
            let message = format!("no passing test verifies `{id}` ({})", level.as_str());
            let help = match story.claims.iter().find(|(_, it)| *it != Outcome::Passed) {
                Some((_, outcome)) => format!("a test that names it is {}", described(*outcome)),
                None => format!("name `{id}` in a comment of the test that proves it"),
            };
            let place = story.document.place(&story.requirement.range);
            Finding::new(Code::UnverifiedRequirement, place, message).help(help)
        });
        findings.collect()
    }
}

fn described(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Failed => "there and failed",
        Outcome::Ignored => "there and ignored",
        Outcome::Missing => "there, but was not run",
        Outcome::Passed | Outcome::NotRun => "there; `--run` runs it",
    }
}
