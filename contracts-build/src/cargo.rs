//! Asking Cargo for the schema that a package's build script made of its configuration types.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use contracts_core::manifest::{Artifact, ArtifactKind};
use serde_json::Value;

use crate::{Failure, build_script::file_name};

/// Builds the artifact's package and reads the schema from its `OUT_DIR`. What the compiler says goes
/// to stderr as usual.
pub(crate) fn config_schema(root: &Path, artifact: &Artifact) -> Result<Value, Failure> {
    let ArtifactKind::ConfigSchema { package, .. } = &artifact.kind else {
        return Err(Failure::report(format!(
            "`{}` has no package to build",
            artifact.path
        )));
    };
    let out = out_dir(root, package)?;
    let path = out.join(file_name(artifact));
    let text = fs::read_to_string(&path).map_err(|_| {
        Failure::report(format!(
            "the build script of `{package}` made no {}; it has to call `contracts_build::build_config`",
            file_name(artifact)
        ))
    })?;
    let mut schema: Value = serde_json::from_str(&text)
        .map_err(|error| Failure::report(format!("{} is not JSON: {error}", path.display())))?;
    if let Value::Object(members) = &mut schema {
        members.remove("$comment");
    }
    Ok(schema)
}

fn out_dir(root: &Path, package: &str) -> Result<PathBuf, Failure> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(root)
        .args([
            "build",
            "--quiet",
            "--package",
            package,
            "--message-format=json-render-diagnostics",
        ])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::io("run cargo", error))?;
    if !output.status.success() {
        return Err(Failure::report(format!(
            "`cargo build --package {package}` failed; its schema is unknown"
        )));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let out = messages.lines().find_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        let ran = message.get("reason")?.as_str()? == "build-script-executed";
        let own = names_package(message.get("package_id")?.as_str()?, package);
        (ran && own).then(|| message.get("out_dir")?.as_str().map(PathBuf::from))?
    });
    out.ok_or_else(|| {
        Failure::report(format!(
            "`{package}` has no build script that could make its schema"
        ))
    })
}

/// Package ids are `path+file:///a/name#0.1.0`, or `path+file:///a/folder#name@0.1.0`.
fn names_package(id: &str, package: &str) -> bool {
    let Some((url, fragment)) = id.rsplit_once('#') else {
        return id.split(' ').next() == Some(package);
    };
    match fragment.split_once('@') {
        Some((name, _)) => name == package,
        None => url.rsplit('/').next() == Some(package),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn package_ids_name_packages() {
        assert!(names_package(
            "path+file:///w/config-schema#contracts-config-schema@0.1.0",
            "contracts-config-schema"
        ));
        assert!(names_package(
            "path+file:///w/shop-config#0.1.0",
            "shop-config"
        ));
        assert!(!names_package("path+file:///w/shop-config#0.1.0", "config"));
    }
}
