//! Which alternative of an `anyOf` or `oneOf` somebody meant to write.
//!
//! "Not valid under any of the schemas" helps nobody. The mistakes of the branch that fits best do.

use serde_json::Value;

use super::pointer;
use super::problem::{Kind, Problem};

/// Replaces a problem about alternatives by those of the branch that fits best; others stay as they are.
pub(super) fn resolve(problem: Problem) -> Vec<Problem> {
    let Problem {
        pointer,
        rule,
        kind,
    } = problem;
    let Kind::NoAlternative(branches) = kind else {
        return vec![Problem {
            pointer,
            rule,
            kind,
        }];
    };
    if branches.iter().all(Vec::is_empty) {
        let kind = Kind::NoAlternative(Vec::new());
        return vec![Problem {
            pointer,
            rule,
            kind,
        }];
    }
    let branches: Vec<Vec<Problem>> = branches
        .into_iter()
        .map(|branch| branch.into_iter().flat_map(resolve).collect())
        .collect();
    let (other_type, fitting): (Vec<_>, Vec<_>) = branches
        .into_iter()
        .partition(|branch| wants_other_type(branch, &pointer));
    if fitting.is_empty() {
        let kind = match values_of_other_type(&other_type, &pointer) {
            Some(allowed) => Kind::UnknownValue(allowed),
            None => Kind::WrongType(expected_types(&other_type)),
        };
        return vec![Problem {
            pointer,
            rule,
            kind,
        }];
    }
    if let Some(unknown) = unknown_tag(&fitting, &rule) {
        return vec![unknown];
    }
    fitting
        .into_iter()
        .min_by_key(|branch| (tags_missed(branch, &pointer), branch.len()))
        .unwrap_or_default()
}

/// Whether a branch is out of the question because it is about another type of value.
fn wants_other_type(branch: &[Problem], pointer: &str) -> bool {
    branch
        .iter()
        .any(|problem| problem.pointer == pointer && matches!(problem.kind, Kind::WrongType(_)))
}

fn expected_types(branches: &[Vec<Problem>]) -> Vec<String> {
    let mut expected: Vec<String> = Vec::new();
    for problem in branches.iter().flatten() {
        if let Kind::WrongType(types) = &problem.kind {
            expected.extend(
                types
                    .iter()
                    .filter(|name| !expected.contains(name))
                    .cloned()
                    .collect::<Vec<_>>(),
            );
        }
    }
    expected
}

/// The allowed values where each branch names some: more useful than their type. What a field may be besides is left
/// out, because `null` means nothing but that the field is not given.
fn values_of_other_type(branches: &[Vec<Problem>], pointer: &str) -> Option<Vec<Value>> {
    let is_null =
        |problem: &Problem| matches!(&problem.kind, Kind::WrongType(types) if types == &["null"]);
    let mut allowed = Vec::new();
    for branch in branches.iter().filter(|branch| !branch.iter().any(is_null)) {
        allowed.extend(refused_at(branch, pointer)?.iter().cloned());
    }
    Some(allowed).filter(|allowed| !allowed.is_empty())
}

/// When every branch refuses the value at one and the same place, but not for the same reason, that place says which
/// branch is meant, and its value means none of them: the values of all branches together are what is allowed there.
fn unknown_tag(branches: &[Vec<Problem>], rule: &str) -> Option<Problem> {
    let (first, others) = branches.split_first()?;
    first.iter().find_map(|problem| {
        let mut refusals = vec![refused_at(first, &problem.pointer)?];
        for branch in others {
            refusals.push(refused_at(branch, &problem.pointer)?);
        }
        if refusals.iter().all(|allowed| allowed == &refusals[0]) {
            return None;
        }
        let mut allowed: Vec<Value> = Vec::new();
        for value in refusals.into_iter().flatten() {
            if !allowed.contains(value) {
                allowed.push(value.clone());
            }
        }
        Some(Problem {
            pointer: problem.pointer.clone(),
            rule: rule.to_owned(),
            kind: Kind::UnknownValue(allowed),
        })
    })
}

fn refused_at<'a>(branch: &'a [Problem], pointer: &str) -> Option<&'a Vec<Value>> {
    branch.iter().find_map(|problem| match &problem.kind {
        Kind::UnknownValue(allowed) if problem.pointer == pointer => Some(allowed),
        _ => None,
    })
}

/// How many of the direct members lack the one value that the branch insists on: it is then most likely not meant.
fn tags_missed(branch: &[Problem], pointer: &str) -> usize {
    let is_member = |at: &str| pointer::split(at).is_some_and(|(parent, _)| parent == pointer);
    let is_tag = |problem: &&Problem| matches!(&problem.kind, Kind::UnknownValue(allowed) if allowed.len() == 1);
    branch
        .iter()
        .filter(is_tag)
        .filter(|problem| is_member(&problem.pointer))
        .count()
}
