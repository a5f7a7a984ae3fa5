//! Loading whole files: what is accepted with which values, and the exact report of what is not.

use config_schema::{
    Admission, Catalog, Config, Engine, FullPolicy, Provisioning, ProvisioningMode,
};
use config_schema::{Queue, SCHEMA, Secret, Server, Timeouts, TrustMode};

const FULL: &str = include_str!("../fixtures/full.yaml");

/// A valid configuration with this `server` section.
fn with_server(server: &str) -> String {
    format!("pools:\n  - {{id: a, engine: tgi, model: m, devices: [0]}}\nserver:\n{server}")
}

/// A valid configuration whose pool has this further field.
fn with_pool_field(field: &str) -> String {
    format!("pools:\n  - id: a\n    engine: tgi\n    model: m\n    devices: [0]\n    {field}\n")
}

#[track_caller]
fn load(text: &str) -> Config {
    Config::parse("c.yaml", text).unwrap_or_else(|error| panic!("{text}\n{error}"))
}

/// A text with mistakes and the whole report; the file's name is left out.
#[track_caller]
fn refuses(text: &str, expected: &str) {
    let error = Config::parse("c.yaml", text).expect_err(text);
    assert_eq!(error.to_string().replace("c.yaml:", ""), expected, "{text}");
}

/// OC-CONFIG-6023.
#[test]
fn a_full_file_is_loaded() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/full.yaml");
    let config = Config::load(path).expect("valid");

    let trust = &config.catalog.trust_policy;
    assert_eq!(trust.mode, TrustMode::Permissive);
    assert_eq!(trust.allowed_registries, ["registry.example.com"]);
    assert_eq!(trust.ca_roots, ["/etc/orchestrator/ca.pem"]);
    assert!(trust.require_signature && trust.require_sbom);

    let [a, b] = config.pools.as_slice() else {
        panic!("two pools")
    };
    assert_eq!(
        (a.id.as_str(), a.engine, a.model.as_str()),
        ("pool-a", Engine::LlamaCpp, "models/tiny.gguf")
    );
    assert_eq!(
        (a.devices.as_slice(), a.quant.as_deref(), a.ctx),
        (&[0, 1][..], Some("Q4_K_M"), Some(8192))
    );
    assert_eq!(a.tensor_split, Some(vec![0.75, 0.25]));
    assert!(a.preload && a.require_same_engine_version);
    assert_eq!(a.sampler_profile_version.as_deref(), Some("v2"));
    assert_eq!(
        a.queue,
        Queue {
            capacity: 128,
            full_policy: FullPolicy::DropLru
        }
    );
    assert_eq!(
        a.timeouts,
        Timeouts {
            wall_ms: 120_000,
            idle_ms: 5000
        }
    );
    let [interactive, batch] = a.admission.priorities.as_slice() else {
        panic!("two priorities")
    };
    assert_eq!(interactive.name, "interactive");
    assert_eq!(
        (
            interactive.queue_capacity,
            interactive.rate_limit_rps,
            interactive.weight
        ),
        (Some(32), Some(12.5), 3)
    );
    assert_eq!(
        (batch.queue_capacity, batch.rate_limit_rps, batch.weight),
        (None, None, 1)
    );
    check_provisioning(&a.provisioning);

    assert_eq!((b.engine, &b.queue), (Engine::Vllm, &a.queue));
    assert_eq!(config.server.bind_addr, "0.0.0.0:8080");
    assert_eq!(
        config.server.auth_token.as_ref().map(Secret::expose),
        Some("dev-key")
    );
    assert!(config.server.auth_optional && config.server.trust_proxy_auth);
}

fn check_provisioning(provisioning: &Provisioning) {
    assert_eq!(provisioning.mode, ProvisioningMode::Container);
    let source = provisioning.source.as_ref().expect("source");
    assert_eq!(
        (source.repo.as_str(), source.reference.as_str()),
        ("https://example.com/engine.git", "v1.2.3")
    );
    assert_eq!((source.submodules, source.build.len()), (true, 2));
    let container = provisioning.container.as_ref().expect("container");
    assert_eq!(
        (container.image.as_str(), container.tag.as_str()),
        ("registry.example.com/engine", "1.2.3")
    );
    let package = provisioning.package.as_ref().expect("package");
    assert_eq!(
        (package.name.as_str(), package.version.as_deref()),
        ("llama-server", Some("1.2"))
    );
    let binary = provisioning.binary.as_ref().expect("binary");
    assert_eq!(binary.url, "https://example.com/engine");
    assert!(binary.checksum.starts_with("sha256:0123"));
    let model = provisioning.model.as_ref().expect("model");
    assert_eq!(
        (model.reference.as_str(), model.cache_dir.as_deref()),
        ("catalog/tiny", Some("/var/cache/models"))
    );
    assert!(
        model
            .checksum
            .as_ref()
            .is_some_and(|sum| sum.starts_with("sha256:fedc"))
    );
    assert_eq!(provisioning.ports, [9000, 9001]);
    assert_eq!(
        provisioning.env.get("HF_TOKEN").map(Secret::expose),
        Some("hf_secret")
    );
    assert_eq!(provisioning.flags, ["--flash-attn"]);
    assert!(provisioning.allow_package_installs && provisioning.allow_binary_downloads);
}

/// OC-CONFIG-6030.
#[test]
fn a_minimal_file_gets_the_defaults() {
    let config =
        load("pools:\n  - id: a\n    engine: triton\n    model: m\n    devices: [3]\n    quant:\n");
    assert_eq!(config.catalog, Catalog::default());
    assert_eq!(config.catalog.trust_policy.mode, TrustMode::Strict);
    assert_eq!(config.server, Server::default());
    assert_eq!(
        (config.server.bind_addr.as_str(), config.server.auth_token),
        ("127.0.0.1:8080", None)
    );
    let [pool] = config.pools.as_slice() else {
        panic!("one pool")
    };
    assert_eq!(
        (pool.engine, pool.devices.as_slice()),
        (Engine::Triton, &[3][..])
    );
    assert_eq!(
        (&pool.quant, pool.ctx, &pool.tensor_split, pool.preload),
        (&None, None, &None, false)
    );
    assert_eq!(
        pool.queue,
        Queue {
            capacity: 64,
            full_policy: FullPolicy::Reject
        }
    );
    assert_eq!(
        pool.timeouts,
        Timeouts {
            wall_ms: 600_000,
            idle_ms: 30_000
        }
    );
    assert_eq!(
        pool.admission,
        Admission {
            priorities: Vec::new()
        }
    );
    assert_eq!(pool.provisioning, Provisioning::default());
    assert_eq!(pool.provisioning.mode, ProvisioningMode::External);
}

/// Fields that are left out and fields that hold the schema's default mean the same.
#[test]
fn what_is_written_can_be_read_again() {
    for config in [load(FULL), load(&with_pool_field(""))] {
        let written = serde_json::to_string(&config).expect("JSON");
        assert_eq!(load(&written), config, "{written}");
    }
}

/// OC-CONFIG-6002.
#[test]
fn all_mistakes_are_reported_at_once() {
    let text = include_str!("../fixtures/mistakes.yaml");
    let expected = include_str!("../fixtures/mistakes.txt");
    let error = Config::parse("mistakes.yaml", text).expect_err("mistakes");
    assert_eq!(format!("{error}\n"), expected, "--- got\n{error}\n---");
    assert_eq!(format!("{error:?}"), error.to_string());
}

#[test]
fn a_syntax_error_has_a_place() {
    let error = Config::parse("c.yaml", "pools:\n  - id: a\n   engine: tgi\n")
        .expect_err("bad indentation");
    let [mistake] = error.mistakes() else {
        panic!("{error}")
    };
    assert_eq!(
        (mistake.code, mistake.line, mistake.column),
        ("syntax", 3, 4),
        "{error}"
    );
}

#[test]
fn booleans_and_texts_are_not_misread() {
    refuses(
        &with_pool_field("preload: no"),
        "6:14: error[wrong-type]: `preload` must be a boolean, found the text `no`
    help: write `true` or `false`; words such as `yes`, `no`, `on` and `off` are plain text",
    );
    refuses(
        &with_pool_field("sampler_profile_version: 1.10"),
        "6:30: error[wrong-type]: `sampler_profile_version` must be a text, found a number with decimals
    help: put the value in quotes to make it a text",
    );
    assert!(load(&with_pool_field("preload: true")).pools[0].preload);
}

/// OC-CONFIG-6004.
#[test]
fn keys_given_twice_are_refused() {
    refuses(
        &with_pool_field("model: other"),
        "6:5: error[duplicate-key]: `model` is given twice
    help: it is first given in line 4; keep one of the two",
    );
}

/// OC-CONFIG-6020.
#[test]
fn pools_are_required_and_not_empty() {
    refuses(
        "server: {}\n",
        "1:1: error[missing-field]: missing field `pools`
    help: `pools`: The pools of replicas that run tasks; at least one.",
    );
    refuses(
        "pools: []\n",
        "1:8: error[wrong-length]: `pools` has 0 items, but must have at least 1",
    );
    refuses(
        "",
        "1:1: error[empty-file]: the file holds no configuration\n    help: required fields: `pools`",
    );
}

/// OC-CONFIG-6021.
#[test]
fn a_pool_has_what_it_cannot_run_without() {
    let fields = ["id: a", "engine: tgi", "model: m", "devices: [0]"];
    load(&format!("pools:\n  - {{{}}}\n", fields.join(", ")));
    for missing in fields {
        let rest: Vec<&str> = fields.into_iter().filter(|it| *it != missing).collect();
        let text = format!("pools:\n  - {{{}}}\n", rest.join(", "));
        let error = Config::parse("c.yaml", &text).expect_err(missing);
        let codes: Vec<&str> = error.mistakes().iter().map(|it| it.code).collect();
        assert_eq!(codes, ["missing-field"], "{error}");
    }
    refuses(
        "pools:\n  - {id: a, engine: tgi, model: m, devices: []}\n",
        "2:45: error[wrong-length]: `devices` has 0 items, but must have at least 1",
    );
}

/// OC-CONFIG-6032.
#[test]
fn an_address_that_is_not_loopback_needs_a_token() {
    let open = [
        "0.0.0.0:80",
        "\"[::]:80\"",
        "10.0.0.1:80",
        "example.com:80",
        "127.0.0.1.example.com:80",
        "127.example.com:80",
        "localhost.example.com:80",
        "\"[::11]:80\"",
    ];
    for address in open {
        refuses(
            &with_server(&format!("  bind_addr: {address}\n")),
            "4:3: error[missing-field]: missing field `auth_token` in `server`
    help: an address that is not loopback is open to others and needs `auth_token` (OC-CONFIG-6032)",
        );
        load(&with_server(&format!(
            "  bind_addr: {address}\n  auth_token: t\n"
        )));
    }
    for address in [
        "127.0.0.1:80",
        "127.1.2.3:80",
        "localhost:0",
        "\"[::1]:65535\"",
    ] {
        load(&with_server(&format!("  bind_addr: {address}\n")));
    }
    refuses(
        &with_server("  bind_addr: 0.0.0.0:80\n  auth_token:\n"),
        "5:13: error[wrong-type]: `auth_token` must be a text, found nothing
    help: an address that is not loopback is open to others and needs `auth_token` (OC-CONFIG-6032)",
    );
    refuses(
        &with_server("  bind_addr: 0.0.0.0:80\n  auth_token: ''\n"),
        "5:15: error[wrong-length]: `auth_token` has 0 characters, but must have at least 1",
    );
}

/// OC-CONFIG-6031.
#[test]
fn addresses_have_a_port() {
    for address in ["127.0.0.1", "127.0.0.1:65536", "127.0.0.1:http"] {
        let error = Config::parse("c.yaml", &with_server(&format!("  bind_addr: {address}\n")))
            .expect_err(address);
        let [mistake] = error.mistakes() else {
            panic!("{error}")
        };
        assert_eq!(
            (mistake.code, mistake.line, mistake.column),
            ("wrong-pattern", 4, 14),
            "{error}"
        );
        assert_eq!(
            mistake.help.as_deref(),
            Some("for example `127.0.0.1:8080`")
        );
    }
    let error = Config::parse("c.yaml", &with_server("  bind_addr: ':80'\n")).expect_err(":80");
    let codes: Vec<&str> = error.mistakes().iter().map(|it| it.code).collect();
    assert_eq!(codes, ["missing-field", "wrong-pattern"], "{error}");
}

/// OC-CONFIG-6022.
#[test]
fn a_provisioning_mode_needs_its_section() {
    refuses(
        &with_pool_field("provisioning: {mode: source, container: {image: i, tag: t}}"),
        "6:19: error[missing-field]: missing field `source` in `provisioning`
    help: the provisioning mode `source` needs the section `source`",
    );
    load(&with_pool_field(
        "provisioning: {mode: container, container: {image: i, tag: t}}",
    ));
    for mode in ["source", "container", "package", "binary"] {
        let text = with_pool_field(&format!("provisioning: {{mode: {mode}}}"));
        let error = Config::parse("c.yaml", &text).expect_err(mode);
        let codes: Vec<&str> = error.mistakes().iter().map(|it| it.code).collect();
        assert_eq!(codes, ["missing-field"], "{error}");
    }
    load(&with_pool_field("provisioning: {mode: external}"));
}

/// OC-CONFIG-6005.
#[test]
fn secrets_are_not_shown() {
    let token = "  bind_addr: 127.0.0.1:80\n  auth_token: [hunter2]\n";
    let env = with_pool_field("provisioning: {env: {A: [hunter2], B: {x: hunter2}}}");
    for text in [
        with_server(token),
        env,
        with_server("  auth_tokn: hunter2\n"),
        with_server("  hunter2\n"),
    ] {
        let error = Config::parse("c.yaml", &text).expect_err(&text);
        let shown = format!("{error}{:?}", error.mistakes());
        assert!(
            !error.mistakes().is_empty() && !shown.contains("hunter2"),
            "{text}\n{shown}"
        );
    }
    let schema: serde_json::Value = serde_json::from_str(SCHEMA).expect("JSON");
    let properties = |name: &str| &schema["$defs"][name]["properties"];
    assert_eq!(properties("Server")["auth_token"]["x-secret"], true);
    assert_eq!(
        properties("Provisioning")["env"]["additionalProperties"]["x-secret"],
        true
    );

    let shown = format!("{:?}", load(FULL));
    assert!(
        shown.contains("Secret(***)") && !shown.contains("dev-key") && !shown.contains("hf_secret"),
        "{shown}"
    );
}

/// OC-CONFIG-6001.
#[test]
fn unknown_fields_are_left_out_in_compatible_mode() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("config.yaml");
    std::fs::write(&path, with_pool_field("replicas: 3")).expect("written");
    let (config, unknown) = Config::load_compatible(&path).expect("only an unknown field");
    assert_eq!(config, load(&with_pool_field("")));
    let [mistake] = unknown.as_slice() else {
        panic!("{unknown:?}")
    };
    assert_eq!(
        (mistake.code, mistake.line, mistake.column),
        ("unknown-field", 6, 5)
    );
    assert_eq!(mistake.pointer, "/pools/0/replicas");
}

#[test]
fn files_that_cannot_be_read() {
    let folder = tempfile::tempdir().expect("folder");
    let missing = folder.path().join("missing.yaml");
    let error = Config::load(&missing).expect_err("missing");
    assert_eq!(
        error.io_error().map(std::io::Error::kind),
        Some(std::io::ErrorKind::NotFound)
    );
    assert_eq!(error.file(), missing.display().to_string());
    assert!(
        Config::load(folder.path())
            .expect_err("a folder")
            .io_error()
            .is_some()
    );

    let binary = folder.path().join("binary.yaml");
    std::fs::write(&binary, b"pools: []\nx: \xff\n").expect("written");
    let error = Config::load(&binary).expect_err("not UTF-8");
    assert_eq!(error.io_error().map(std::io::Error::kind), None);
    let [mistake] = error.mistakes() else {
        panic!("{error}")
    };
    assert_eq!(
        (mistake.code, mistake.line, mistake.column),
        ("not-utf8", 2, 4)
    );
}

#[test]
fn the_schema_is_strict_everywhere() {
    let schema: serde_json::Value = serde_json::from_str(SCHEMA).expect("JSON");
    let definitions = schema["$defs"].as_object().expect("definitions").values();
    let structs = definitions
        .chain([&schema])
        .filter(|part| part["type"] == "object");
    for part in structs {
        assert_eq!(part["additionalProperties"], false, "{part}");
        for (name, field) in part["properties"].as_object().expect("properties") {
            assert!(field["description"].is_string(), "{name} is not described");
        }
    }
}
