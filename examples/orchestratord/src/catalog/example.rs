use api_types::control::CatalogModel;

/// A model that says nothing besides what it has to, for tests.
pub(crate) fn model(id: &str, digest: &str) -> CatalogModel {
    CatalogModel {
        id: id.to_owned(),
        digest: digest.to_owned(),
        source_url: None,
        tags: None,
        manifests: None,
        signatures: None,
        sbom: None,
        trust_policy: None,
    }
}
