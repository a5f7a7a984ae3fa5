//! What a model must prove before it may be used.

use api_types::control::{self, CatalogModel};
use config_schema::{TrustMode, TrustPolicy};

/// What the policies say of a model.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// What a strict policy does not accept: the model is refused.
    pub refused: Vec<String>,
    /// What a permissive policy would not accept either, and lets pass.
    pub tolerated: Vec<String>,
}

/// Judges a model by the configured policy and by the one it brings along. Neither weakens the other.
#[must_use]
pub fn judge(model: &CatalogModel, configured: &TrustPolicy) -> Verdict {
    let mut verdict = Verdict::default();
    let strict = configured.mode == TrustMode::Strict;
    verdict.add(strict, violations(model, &Demands::configured(configured)));
    if let Some(own) = &model.trust_policy {
        // A mode that nobody knows is taken for the strict one.
        let strict = own.mode != control::TrustMode::Permissive;
        verdict.add(strict, violations(model, &Demands::own(own)));
    }
    verdict
}

impl Verdict {
    fn add(&mut self, strict: bool, violations: Vec<String>) {
        let list = if strict {
            &mut self.refused
        } else {
            &mut self.tolerated
        };
        for violation in violations {
            if !list.contains(&violation) {
                list.push(violation);
            }
        }
    }
}

/// What both kinds of policy demand.
struct Demands<'a> {
    registries: Option<&'a [String]>,
    signature: bool,
    sbom: bool,
}

impl<'a> Demands<'a> {
    fn configured(policy: &'a TrustPolicy) -> Self {
        let registries = policy.allowed_registries.as_slice();
        Self {
            registries: (!registries.is_empty()).then_some(registries),
            signature: policy.require_signature,
            sbom: policy.require_sbom,
        }
    }

    fn own(policy: &'a control::TrustPolicy) -> Self {
        Self {
            registries: policy.allowed_registries.as_deref(),
            signature: policy.require_signature.unwrap_or(false),
            sbom: policy.require_sbom.unwrap_or(false),
        }
    }
}

fn violations(model: &CatalogModel, demands: &Demands<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut digests = vec![&model.digest];
    digests.extend(model.manifests.iter().flatten().map(|m| &m.digest));
    digests.extend(model.sbom.iter().map(|sbom| &sbom.digest));
    if digests.into_iter().any(|digest| !is_digest(digest)) {
        found.push("a digest is not an algorithm and a hexadecimal value".to_owned());
    }
    if let Some(allowed) = demands.registries {
        match model.source_url.as_deref().and_then(host) {
            Some(host) if allowed.iter().any(|one| one.eq_ignore_ascii_case(host)) => {}
            Some(_) => found.push("the source is no allowed registry".to_owned()),
            None => found
                .push("the source is unknown, and the trust policy names registries".to_owned()),
        }
    }
    let signed = model.signatures.iter().flatten();
    if demands.signature && !signed.clone().any(|s| s.verified && !s.signer.is_empty()) {
        found.push("no verified signature, and the trust policy requires one".to_owned());
    }
    if demands.sbom && model.sbom.is_none() {
        found.push("no bill of materials, and the trust policy requires one".to_owned());
    }
    found
}

/// An algorithm and a hexadecimal value with a colon between them.
fn is_digest(text: &str) -> bool {
    let Some((algorithm, value)) = text.split_once(':') else {
        return false;
    };
    let named = !algorithm.is_empty() && algorithm.bytes().all(|b| b.is_ascii_alphanumeric());
    named && !value.is_empty() && value.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The host of a URL, with its port if it has one. What stands before an `@` is no host.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use api_types::control::{self, CatalogModel, ModelSignature, Sbom};
    use config_schema::{TrustMode, TrustPolicy};

    use super::{host, is_digest, judge};
    use crate::catalog::model;

    fn signature(verified: bool) -> Option<Vec<ModelSignature>> {
        Some(vec![ModelSignature {
            signer: "me".to_owned(),
            algo: "ed25519".to_owned(),
            verified,
            timestamp_ms: None,
        }])
    }

    #[test]
    fn a_strict_policy_refuses_and_a_permissive_one_tolerates() {
        // ORCH-3062, ORCH-3063
        let demanding = |mode| TrustPolicy {
            mode,
            allowed_registries: vec!["models.example.com".to_owned()],
            require_signature: true,
            require_sbom: true,
            ca_roots: Vec::new(),
        };
        let strict = judge(&model("m", "sha256:00ff"), &demanding(TrustMode::Strict));
        assert_eq!(
            (strict.refused.len(), strict.tolerated.len()),
            (3, 0),
            "{strict:?}"
        );
        let permissive = judge(
            &model("m", "sha256:00ff"),
            &demanding(TrustMode::Permissive),
        );
        assert_eq!(permissive.refused, [""; 0]);
        assert_eq!(permissive.tolerated, strict.refused);
        let good = CatalogModel {
            source_url: Some("https://Models.example.com/m.gguf".to_owned()),
            signatures: signature(true),
            sbom: Some(Sbom {
                uri: "u".to_owned(),
                digest: "sha256:1".to_owned(),
            }),
            ..model("m", "sha256:00ff")
        };
        assert_eq!(
            judge(&good, &demanding(TrustMode::Strict)),
            super::Verdict::default()
        );
    }

    #[test]
    fn a_model_cannot_weaken_the_configured_policy_but_may_demand_more() {
        let signed = TrustPolicy {
            require_signature: true,
            ..TrustPolicy::default()
        };
        let own = |mode, require_sbom| CatalogModel {
            trust_policy: Some(control::TrustPolicy {
                mode,
                allowed_registries: None,
                require_signature: None,
                require_sbom,
                ca_roots: None,
            }),
            ..model("m", "sha256:00ff")
        };
        let lax = judge(&own(control::TrustMode::Permissive, None), &signed);
        assert_eq!(
            lax.refused,
            ["no verified signature, and the trust policy requires one"]
        );
        let more = judge(
            &own(control::TrustMode::Strict, Some(true)),
            &TrustPolicy::default(),
        );
        assert_eq!(
            more.refused,
            ["no bill of materials, and the trust policy requires one"]
        );
    }

    #[test]
    fn a_signature_counts_only_when_it_was_verified() {
        let signed = TrustPolicy {
            require_signature: true,
            ..TrustPolicy::default()
        };
        for (verified, refused) in [(true, 0), (false, 1)] {
            let model = CatalogModel {
                signatures: signature(verified),
                ..model("m", "sha256:00ff")
            };
            assert_eq!(judge(&model, &signed).refused.len(), refused);
        }
    }

    #[test]
    fn hosts_and_digests() {
        for (url, expect) in [
            ("https://a.example/x", Some("a.example")),
            ("https://a.example:8443?x", Some("a.example:8443")),
            ("https://good.example@evil.example/x", Some("evil.example")),
            ("https://evil.example\\@good.example/", Some("evil.example")),
            ("a.example/x", None),
            ("file:///x", None),
        ] {
            assert_eq!(host(url), expect, "{url}");
        }
        for (text, expect) in [
            ("sha256:0a", true),
            ("sha256:", false),
            (":0a", false),
            ("sha256:0g", false),
            ("0a", false),
        ] {
            assert_eq!(is_digest(text), expect, "{text}");
        }
    }
}
