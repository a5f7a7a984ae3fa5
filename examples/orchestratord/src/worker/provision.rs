//! Whether a model's files may be used.

use std::fmt::Write as _;
use std::io::Read as _;

use api_types::data::ErrorKind;
use config_schema::ModelFiles;
use sha2::{Digest, Sha256};

use super::WorkerError;

/// Files with a checksum are compared with it, and not used where it differs (OC-POOL-3021). Blocks; nothing is
/// downloaded.
pub(super) fn check_files(files: &ModelFiles) -> Result<(), WorkerError> {
    let Some(checksum) = &files.checksum else {
        return Ok(());
    };
    let error = |code, message: String| WorkerError { code, message };
    let found = sha256_of(&files.reference).map_err(|cause| {
        let message = format!("cannot read the model's file {}: {cause}", files.reference);
        error(ErrorKind::PoolUnavailable, message)
    })?;
    if found == *checksum {
        Ok(())
    } else {
        let message = format!("the checksum of {} is {found}", files.reference);
        Err(error(ErrorKind::UntrustedArtifact, message))
    }
}

fn sha256_of(path: &str) -> std::io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let (mut hash, mut block) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        let read = file.read(&mut block)?;
        if read == 0 {
            break;
        }
        hash.update(block.get(..read).unwrap_or_default());
    }
    let mut text = "sha256:".to_owned();
    for byte in hash.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}
