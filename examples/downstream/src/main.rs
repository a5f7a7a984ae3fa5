//! Reads an error of the orchestrator with the types of the published crate.

use api_types::data::{ErrorEnvelope, ErrorKind};

fn main() -> Result<(), serde_json::Error> {
    let json = r#"{"code": "POOL_UNREADY", "message": "pool-a is still loading"}"#;
    let error: ErrorEnvelope = serde_json::from_str(json)?;
    assert_eq!(error.code, ErrorKind::PoolUnready);
    println!("{}: {}", error.code, error.message);
    Ok(())
}
