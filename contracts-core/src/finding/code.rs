use super::Severity;

/// Declares every finding code once: variant, stable id, default severity and the explanation that
/// documentation pages are made of (the doc comment).
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $id:literal, $severity:ident;)+) => {
        /// The stable name of a rule, such as `dangling-ref`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The kebab-case id, stable over releases.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)+
                }
            }

            /// How bad it is unless something overrides it.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)+
                }
            }

            /// Whether it tells that generated code says less than its source does.
            pub fn is_simplification(self) -> bool {
                matches!(self, Self::SimplifiedSchema | Self::UntypedContent)
            }

            /// What the rule is about and how to repair it, in Markdown.
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc, "\n",)+),)+
                }
            }
        }
    };
}

codes! {
    /// The file is not the YAML (or not text) it claims to be. Nothing else in it was read.
    YamlSyntax = "yaml-syntax", Error;
    /// The file is not valid JSON. Nothing else in it was read.
    JsonSyntax = "json-syntax", Error;
    /// The file is not valid TOML. Nothing else in it was read.
    TomlSyntax = "toml-syntax", Error;
    /// A mapping has the same key twice. Only one of the two values could be kept, so neither is trusted.
    DuplicateKey = "duplicate-key", Error;
    /// The YAML is valid but uses something that has no meaning in a contract: several documents in
    /// one file, a mapping or list as a key, an unknown tag, or nesting beyond the limit.
    UnsupportedYaml = "unsupported-yaml", Error;
    /// The object has no such member. In `contracts.toml` this is an error; in OpenAPI documents a warning.
    UnknownKey = "unknown-key", Error;
    /// The value has another JSON type than its place asks for.
    WrongType = "wrong-type", Error;
    /// A member that its object cannot do without is missing.
    MissingKey = "missing-key", Error;
    /// The value has the right type but is none of the values that are allowed here.
    InvalidValue = "invalid-value", Error;
    /// An artifact names a document that `[documents]` does not list, or a metrics contract that `[metrics]` does not list.
    UnknownDocument = "unknown-document", Error;
    /// Two artifacts want the same path. Each artifact has exactly one owner.
    DuplicateArtifact = "duplicate-artifact", Error;
    /// A path leaves the folder of `contracts.toml`, or is absolute.
    InvalidPath = "invalid-path", Error;
    /// `contracts.toml` declares no artifact, so that nothing could ever be stale.
    NoArtifacts = "no-artifacts", Error;
    /// A client needs the types of its document, but no `types` artifact of that document names its `module`.
    MissingTypes = "missing-types", Error;
    /// The stock back end, progenitor, cannot generate an operation or schema. The native back end can: leave out
    /// `backend = "progenitor"`. Otherwise change what the message names.
    StockBackend = "stock-backend", Error;
    /// A document says it is of an OpenAPI version that this tool does not read.
    UnsupportedVersion = "unsupported-version", Error;
    /// A `$ref` names nothing. Correct the name, or add what it names.
    DanglingRef = "dangling-ref", Error;
    /// A `$ref` leads to another machine, or to a file outside the folder of `contracts.toml` that it does not list.
    RemoteRef = "remote-ref", Error;
    /// A chain of `$ref`s leads back to itself without reaching anything, or through more of them than make sense.
    RefCycle = "ref-cycle", Error;
    /// A schema's `type` is none of the JSON types.
    UnknownType = "unknown-type", Error;
    /// Two operations have the same `operationId`, which names methods and must be unique.
    DuplicateOperationId = "duplicate-operation-id", Error;
    /// An operation has no `operationId`; its name is made from method and path instead.
    MissingOperationId = "missing-operation-id", Warning;
    /// A path template's variable has no parameter, or a path parameter is not in the template.
    PathParameter = "path-parameter", Error;
    /// An operation declares the same parameter (name and place) twice.
    DuplicateParameter = "duplicate-parameter", Error;
    /// An operation asks for a security scheme that the document does not declare. Clients have no way to hand over a
    /// credential for it.
    UnknownSecurityScheme = "unknown-security-scheme", Warning;
    /// A variable of a server's URL is not declared, has no default, or one that is none of its values. Clients have no
    /// way to choose it.
    ServerVariable = "server-variable", Warning;
    /// An `x-pagination` does not fit its operation: a key is missing or unknown, a pointer leads nowhere in the answer,
    /// a parameter is not there.
    InvalidPagination = "invalid-pagination", Error;
    /// A response's key is neither a status code, nor a range such as `4XX`, nor `default`.
    InvalidStatus = "invalid-status", Error;
    /// An extension key is a near miss of one this tool knows, and would be ignored.
    UnknownExtension = "unknown-extension", Warning;
    /// An `x-sse-grammar` cannot be read, names an event that is not declared, or is ambiguous.
    EventGrammar = "event-grammar", Error;
    /// A schema says more than the generated Rust type can express. The type is the nearest honest one.
    SimplifiedSchema = "simplified-schema", Warning;
    /// A body, parameter or header is handed over as bytes or text, because this tool cannot type it yet.
    UntypedContent = "untyped-content", Warning;
    /// A per-format type choice is not a Rust type path.
    InvalidRustType = "invalid-rust-type", Error;
    /// A committed artifact is not byte for byte what its sources generate. Run `regen` and commit what it writes.
    StaleArtifact = "stale-artifact", Error;
    /// An artifact is not there. Run `regen` and commit what it writes.
    MissingArtifact = "missing-artifact", Error;
    /// A generated file is there that nothing generates any more. Run `regen`, which removes it.
    ExtraArtifact = "extra-artifact", Error;
    /// `contracts.lock` was written by another version of the tool, whose artifacts may differ. Use that
    /// version, or write with this one by `regen --upgrade`.
    ToolVersion = "tool-version", Error;
    /// A file in an artifact's place was not generated by this tool, and is not overwritten.
    NotGenerated = "not-generated", Error;
    /// Two sentences of the spec documents have the same id, so that a reference names neither. Give each
    /// requirement an id of its own.
    DuplicateRequirement = "duplicate-requirement", Error;
    /// A sentence of a spec document is normative (it says MUST, SHOULD or MAY in capital letters) and has no
    /// id, so that no code and no test can refer to it. Begin it with an id.
    RequirementWithoutId = "requirement-without-id", Error;
    /// A sentence with an id has no word of RFC 2119 in capital letters. It is information, and nobody has to
    /// implement it.
    RequirementWithoutLevel = "requirement-without-level", Info;
    /// A requirement has normative words of two levels, such as MUST and MAY. Only the stronger one counts; make
    /// two sentences of it.
    MixedLevels = "mixed-levels", Warning;
    /// An id is mentioned that no sentence of the spec documents has. Correct it, or write the sentence.
    DanglingRequirement = "dangling-requirement", Error;
    /// A sentence has an id that a document lists under `Retired`. What referred to the old sentence would seem to
    /// refer to the new one; give it a new id.
    RetiredRequirement = "retired-requirement", Error;
    /// A comment of the code, or an `x-req-id`, names an id that no sentence of the spec documents has, or that is
    /// retired. `trace` looks for it.
    UnknownRequirement = "unknown-requirement", Error;
    /// No test that ran and passed names the requirement, and `trace --fail-under` asks for one.
    UnverifiedRequirement = "unverified-requirement", Error;
    /// A Rust file cannot be parsed, so that the ids in it are not known to `trace`.
    RustSyntax = "rust-syntax", Error;
    /// A link leads to a file, a folder or an anchor that is not there, or names a definition that its document does
    /// not have. Anchors are those that GitHub makes of headings. `links` looks for it.
    BrokenLink = "broken-link", Error;
    /// Inline code claims to be a file or a folder: it has a `/` and ends with one, or with a well-known extension.
    /// There is none, neither from the document's folder nor from one above it. `links` looks for it.
    BrokenPath = "broken-path", Error;
    /// A page on the web does not answer, or refuses to. `links --online` asks for it; an address that the server does
    /// not know is a `broken-link`.
    UnreachableLink = "unreachable-link", Warning;
    /// Two metrics of the metrics contract would be the same on the wire: they have one name, one family in OpenMetrics
    /// (which leaves out the `_total` of counters), or one is called as a part of the other, such as `x_count`.
    DuplicateMetric = "duplicate-metric", Error;
    /// The buckets of the metrics contract make no sense: a histogram has none, their bounds do not ascend, or the
    /// metric is no histogram.
    MetricBuckets = "metric-buckets", Error;
    /// A label of the metrics contract has a name that Prometheus needs: `le` of a histogram, or one that begins with
    /// `__`. The service could not expose both.
    ReservedLabel = "reserved-label", Error;
    /// A label of the metrics contract has no entry in `label_cardinality_budget`, or lists more values than that allows.
    /// An entry for a label that no metric has is a warning.
    LabelBudget = "label-budget", Error;
    /// A deprecated metric is replaced by one that the contract does not list, by itself, or by one that is deprecated
    /// too.
    MetricDeprecation = "metric-deprecation", Error;
    /// A name in the metrics contract is unlike what Prometheus' conventions ask for. Dashboards and people guess units and
    /// types by them. `lint` looks for it.
    MetricNaming = "metric-naming", Warning;
    /// The last day on which a deprecated metric is exposed has passed. `lint` and `metrics check` look at the calendar;
    /// what is generated does not.
    ExpiredMetric = "expired-metric", Warning;
    /// What a service exposes is neither Prometheus' text format nor OpenMetrics. `metrics check` reads it.
    ExpositionSyntax = "exposition-syntax", Error;
    /// A service does not expose a metric that the metrics contract lists. Where it is announced (by `# TYPE`) and has no
    /// sample yet, that is only worth knowing: its labels could not be checked. `metrics check` looks for it.
    MissingMetric = "missing-metric", Error;
    /// A service exposes a metric that the metrics contract does not list. `metrics check` looks for it; `--allow PREFIX`
    /// says which belong to somebody else, such as those of a library.
    UndeclaredMetric = "undeclared-metric", Error;
    /// A service exposes a metric with another type, other labels, other values of a label or other buckets than the metrics
    /// contract says. `metrics check` looks for it.
    MetricMismatch = "metric-mismatch", Error;
    /// A label takes more values than its budget allows, over all metrics of the contract. Each value is one more series in
    /// Prometheus' memory. `metrics check` counts them.
    LabelCardinality = "label-cardinality", Error;
    /// The generator produced something it should not have. This is a bug in the tool, not in the contract.
    GeneratorBug = "generator-bug", Error;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_kebab_case_and_unique() {
        let mut seen = BTreeSet::new();
        for code in Code::ALL {
            let id = code.id();
            assert!(
                id.split('-')
                    .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase())),
                "{id}"
            );
            assert!(seen.insert(id), "{id} twice");
            assert!(code.explanation().len() > 20, "{id} explains nothing");
        }
    }
}
