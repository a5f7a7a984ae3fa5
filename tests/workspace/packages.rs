//! What is published: packages that build by themselves and bring no generator along.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::environment::{Clone, target};

const GENERATORS: &[&str] = &[
    "contracts-build",
    "contracts-core",
    "typify",
    "typify-impl",
    "prettyplease",
];

/// One test, because the second half depends on the packages of the first.
#[test]
fn packages_verify_and_downstream_compiles_no_generator() {
    let clone = Clone::new();
    let packages = [
        "package",
        "--workspace",
        "--exclude=contracts-tests",
        "--exclude=contracts-drift",
        "--exclude=contracts-compile-fail",
        "--exclude=contracts-same-bytes",
        "--exclude=contracts-modes",
        "--exclude=contracts-benches",
        "--exclude=cli-consumer",
        "--exclude=orchestratord",
        "--allow-dirty",
        "--quiet",
    ];
    forget_earlier_packages();
    let packaged = clone.cargo(packages);
    forget_earlier_packages();
    packaged.succeeds();

    let unpacked = target().join("package");
    for name in [
        "contracts-api-types-0.1.0",
        "contracts-openapi-client-0.1.0",
        "contracts-config-schema-0.1.0",
    ] {
        let manifest = fs::read_to_string(unpacked.join(name).join("Cargo.toml")).unwrap();
        assert!(
            manifest.contains("\nbuild = false\n"),
            "{name}:\n{manifest}"
        );
        assert!(!unpacked.join(name).join("build.rs").exists(), "{name}");
    }

    // Where the committed manifest of examples/downstream looks for them.
    for name in [
        "contracts-api-types",
        "contracts-build",
        "contracts-core",
        "contracts-runtime",
    ] {
        let folder = format!("{name}-0.1.0");
        copy(
            &unpacked.join(&folder),
            &clone.path("target/package").join(&folder),
        );
    }
    downstream_compiles_no_generator(&clone);
    without_default_features_none_is_locked(&clone);
}

fn downstream_compiles_no_generator(clone: &Clone) {
    let run = clone
        .cargo_in("examples/downstream", ["run", "--message-format=json"])
        .succeeds();
    let compiled = compiled(&run.stdout());
    assert!(
        compiled.contains(&"contracts-api-types".to_owned()),
        "{compiled:?}"
    );
    for generator in GENERATORS {
        assert!(
            !compiled.contains(&(*generator).to_owned()),
            "{generator} was compiled: {compiled:?}"
        );
    }
    // The generator can be locked, but the package of ours has no build script to run it.
    assert!(
        !run.stdout()
            .contains("\"build-script-executed\",\"package_id\":\"path+file"),
        "{}",
        run.stdout()
    );
}

/// Cargo verifies packages out of a temporary registry below the target folder, and keeps what it
/// unpacks in its home by name and version: the next run from the same folder would verify the
/// packages of this one. Such registries have no name, only a hash.
fn forget_earlier_packages() {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let Some(registries) = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok())
    else {
        return;
    };
    for registry in registries.flatten() {
        let nameless = registry.file_name().to_string_lossy().starts_with('-');
        let packages = fs::read_dir(registry.path())
            .into_iter()
            .flatten()
            .flatten();
        for package in packages.filter(|_| nameless) {
            let name = package.file_name().to_string_lossy().into_owned();
            if name.starts_with("contracts-") && name.ends_with("-0.1.0") {
                let _ = fs::remove_dir_all(package.path());
            }
        }
    }
}

/// The names of the packages that a build compiled or found compiled.
fn compiled(messages: &str) -> Vec<String> {
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter_map(|message| {
            let manifest = message["manifest_path"].as_str()?.to_owned();
            let folder = Path::new(&manifest)
                .parent()?
                .file_name()?
                .to_str()?
                .to_owned();
            // `typify-0.8.0` → `typify`
            Some(
                folder
                    .rsplit_once('-')
                    .map_or(folder.clone(), |(name, _)| name.to_owned()),
            )
        })
        .collect()
}

fn without_default_features_none_is_locked(clone: &Clone) {
    let manifest = clone.read("examples/downstream/Cargo.toml");
    let generators = ["contracts-build = ", "contracts-core = "];
    let lines = manifest.lines().filter(|line| {
        let is_patch = generators.iter().any(|name| line.starts_with(name));
        !is_patch
    });
    let without: String = lines.map(|line| format!("{line}\n")).collect();
    let dependency = "api-types-0.1.0\" }";
    let slim = without.replace(dependency, "api-types-0.1.0\", default-features = false }");
    assert_ne!(slim, without);
    clone.write("examples/downstream/Cargo.toml", &slim);
    let _ = fs::remove_file(clone.path("examples/downstream/Cargo.lock"));
    clone
        .cargo_in("examples/downstream", ["build", "--quiet"])
        .succeeds();
    let lock = clone.read("examples/downstream/Cargo.lock");
    assert!(lock.contains("name = \"contracts-api-types\""), "{lock}");
    for generator in GENERATORS {
        assert!(
            !lock.contains(&format!("name = \"{generator}\"")),
            "{generator} is locked"
        );
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
