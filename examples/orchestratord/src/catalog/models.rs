//! The models and their states.

use std::collections::BTreeMap;
use std::time::Duration;

use api_types::control::{CatalogModel, ModelState};
use api_types::data::ErrorKind;
use config_schema::TrustPolicy;
use tokio::time::Instant;

use super::trust::{Verdict, judge};
use crate::refusal::Refusal;

/// Models there may be; the metrics contract allows no more values of `model_id`.
pub const MOST: usize = 1024;

/// All registered models.
#[derive(Debug)]
pub struct Catalog {
    policy: TrustPolicy,
    all: BTreeMap<String, Entry>,
}

#[derive(Debug)]
struct Entry {
    model: CatalogModel,
    state: ModelState,
    /// When a model that is deprecated is no longer dispatched to.
    deadline: Option<Instant>,
    /// Whether the last verification trusted it; registering is one.
    trusted: bool,
}

impl Catalog {
    /// No models yet.
    #[must_use]
    pub fn new(policy: TrustPolicy) -> Self {
        Self {
            policy,
            all: BTreeMap::new(),
        }
    }

    /// Registers a model (ORCH-3060), as a draft. Registering the same again changes nothing.
    ///
    /// # Errors
    ///
    /// When the trust policy refuses it, when another model has the id, or when there is no room.
    pub fn register(&mut self, model: CatalogModel) -> Result<(CatalogModel, Verdict), Refusal> {
        if model.id.is_empty() || model.id.len() > 256 {
            let message = "the id of a model has 1 to 256 bytes";
            return Err(Refusal::new(ErrorKind::InvalidParams, message));
        }
        let verdict = judge(&model, &self.policy);
        // ORCH-3062
        if !verdict.refused.is_empty() {
            let message = verdict.refused.join("; ");
            return Err(Refusal::new(ErrorKind::UntrustedArtifact, message));
        }
        match self.all.get(&model.id) {
            Some(entry) if entry.model == model => return Ok((model, verdict)),
            Some(_) => {
                let message = format!("another model is registered as `{}`", model.id);
                return Err(Refusal::new(ErrorKind::Conflict, message));
            }
            None if self.all.len() >= MOST => {
                let message = "the catalog is full";
                return Err(Refusal::new(ErrorKind::AdmissionReject, message));
            }
            None => {}
        }
        let entry = Entry {
            model: model.clone(),
            state: ModelState::Draft,
            deadline: None,
            trusted: true,
        };
        self.all.insert(model.id.clone(), entry);
        Ok((model, verdict))
    }

    /// The model with this id.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn get(&self, id: &str) -> Result<&CatalogModel, Refusal> {
        let entry = self.all.get(id).map(|entry| &entry.model);
        entry.ok_or_else(|| Refusal::not_found("model", id))
    }

    /// The state of the model with this id.
    #[must_use]
    pub fn state(&self, id: &str) -> Option<&ModelState> {
        self.all.get(id).map(|entry| &entry.state)
    }

    /// Checks a model against the trust policy as it is now (ORCH-3061). One that fails is no longer used.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn verify(&mut self, id: &str) -> Result<Verdict, Refusal> {
        let entry = self
            .all
            .get_mut(id)
            .ok_or_else(|| Refusal::not_found("model", id))?;
        let verdict = judge(&entry.model, &self.policy);
        entry.trusted = verdict.refused.is_empty();
        Ok(verdict)
    }

    /// Sets the state of a model (ORCH-3072); without a deadline it counts at once.
    ///
    /// # Errors
    ///
    /// When there is no such model, or when a retired one were to come back.
    pub fn set_state(
        &mut self,
        id: &str,
        state: ModelState,
        deadline: Option<Duration>,
        now: Instant,
    ) -> Result<(), Refusal> {
        let entry = self
            .all
            .get_mut(id)
            .ok_or_else(|| Refusal::not_found("model", id))?;
        if entry.state == ModelState::Retired && state != ModelState::Retired {
            let message = format!("the model `{id}` is retired and does not come back");
            return Err(Refusal::new(ErrorKind::Conflict, message));
        }
        entry.state = state;
        // A deadline that the clock cannot hold never comes.
        entry.deadline = deadline.map_or(Some(now), |wait| now.checked_add(wait));
        Ok(())
    }

    /// Whether tasks for this model are accepted; models that are not in the catalog are not its business.
    ///
    /// # Errors
    ///
    /// When the model is retired, deprecated and past its deadline (ORCH-3073), or no longer trusted.
    pub fn admits(&self, id: &str, now: Instant) -> Result<(), Refusal> {
        let Some(entry) = self.all.get(id) else {
            return Ok(());
        };
        if !entry.trusted {
            let message = format!("the model `{id}` failed its verification");
            return Err(Refusal::new(ErrorKind::UntrustedArtifact, message));
        }
        let ends = matches!(entry.state, ModelState::Deprecated | ModelState::Retired);
        if ends && entry.deadline.is_some_and(|deadline| now >= deadline) {
            let message = format!("the model `{id}` is no longer offered");
            return Err(Refusal::new(ErrorKind::ModelDeprecated, message));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use api_types::control::ModelState;
    use api_types::data::ErrorKind;
    use config_schema::TrustPolicy;
    use tokio::time::Instant;

    use super::{Catalog, MOST};
    use crate::catalog::model;

    fn catalog() -> Catalog {
        Catalog::new(TrustPolicy::default())
    }

    #[test]
    fn a_registered_model_is_found() {
        // ORCH-3060
        let mut catalog = catalog();
        catalog.register(model("m", "sha256:aa")).unwrap();
        assert_eq!(catalog.get("m").unwrap(), &model("m", "sha256:aa"));
        assert_eq!(catalog.get("n").unwrap_err().code, ErrorKind::NotFound);
        assert_eq!(catalog.state("m"), Some(&ModelState::Draft));
    }

    #[test]
    fn the_same_model_may_come_again_and_another_one_may_not() {
        let mut catalog = catalog();
        for (digest, expect) in [
            ("sha256:aa", None),
            ("sha256:aa", None),
            ("sha256:bb", Some(ErrorKind::Conflict)),
            ("bb", Some(ErrorKind::UntrustedArtifact)),
        ] {
            let refused = catalog.register(model("m", digest)).err();
            assert_eq!(refused.map(|r| r.code), expect, "{digest}");
        }
        let empty = catalog.register(model("", "sha256:aa"));
        assert_eq!(empty.unwrap_err().code, ErrorKind::InvalidParams);
    }

    #[test]
    fn a_full_catalog_refuses() {
        let mut catalog = catalog();
        for number in 0..MOST {
            catalog
                .register(model(&format!("m{number}"), "sha256:aa"))
                .unwrap();
        }
        let refused = catalog.register(model("one more", "sha256:aa"));
        assert_eq!(refused.unwrap_err().code, ErrorKind::AdmissionReject);
        assert!(catalog.register(model("m0", "sha256:aa")).is_ok());
    }

    #[test]
    fn states_decide_about_tasks() {
        // ORCH-3072, ORCH-3073
        let deprecated = Some(ErrorKind::ModelDeprecated);
        for (state, deadline_ms, at_ms, expect) in [
            (ModelState::Draft, None, 0, None),
            (ModelState::Active, None, 0, None),
            (ModelState::Canary, Some(0), 9, None),
            (ModelState::Deprecated, Some(10), 9, None),
            (ModelState::Deprecated, Some(10), 10, deprecated.clone()),
            (ModelState::Deprecated, None, 0, deprecated.clone()),
            (ModelState::Deprecated, Some(u64::MAX), 9, None),
            (ModelState::Retired, None, 0, deprecated),
        ] {
            let (mut catalog, now) = (catalog(), Instant::now());
            catalog.register(model("m", "sha256:aa")).unwrap();
            let deadline = deadline_ms.map(Duration::from_millis);
            catalog.set_state("m", state, deadline, now).unwrap();
            assert_eq!(catalog.state("m"), Some(&state));
            let admitted = catalog.admits("m", now + Duration::from_millis(at_ms));
            assert_eq!(
                admitted.err().map(|r| r.code),
                expect,
                "{state:?} {deadline_ms:?}"
            );
        }
        assert!(catalog().admits("unknown", Instant::now()).is_ok());
    }

    #[test]
    fn a_retired_model_does_not_come_back() {
        let (mut catalog, now) = (catalog(), Instant::now());
        catalog.register(model("m", "sha256:aa")).unwrap();
        catalog
            .set_state("m", ModelState::Retired, None, now)
            .unwrap();
        let back = catalog.set_state("m", ModelState::Active, None, now);
        assert_eq!(back.unwrap_err().code, ErrorKind::Conflict);
        let nobody = catalog.set_state("n", ModelState::Active, None, now);
        assert_eq!(nobody.unwrap_err().code, ErrorKind::NotFound);
    }

    #[test]
    fn a_model_that_fails_its_verification_is_no_longer_used() {
        // ORCH-3061
        let (mut catalog, now) = (catalog(), Instant::now());
        catalog.register(model("m", "sha256:aa")).unwrap();
        assert!(catalog.verify("m").unwrap().refused.is_empty());
        catalog.policy.require_signature = true;
        assert_eq!(catalog.verify("m").unwrap().refused.len(), 1);
        assert_eq!(
            catalog.admits("m", now).unwrap_err().code,
            ErrorKind::UntrustedArtifact
        );
        assert_eq!(catalog.verify("n").unwrap_err().code, ErrorKind::NotFound);
    }
}
