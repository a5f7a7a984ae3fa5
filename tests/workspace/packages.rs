//! What is published: packages that build by themselves and bring no generator along.

use std::{fs, path::Path};

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
        "--exclude",
        "contracts-tests",
        "--allow-dirty",
        "--quiet",
    ];
    clone.cargo(packages).succeeds();

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
    for name in ["contracts-api-types", "contracts-build", "contracts-core"] {
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
    let (manifest, _patches) = manifest
        .split_once("[patch.crates-io]")
        .expect("a patch section");
    let slim = manifest.replace("-0.1.0\" }", "-0.1.0\", default-features = false }");
    assert_ne!(slim, manifest);
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
