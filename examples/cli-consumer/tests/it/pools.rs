//! Health and drain.

use crate::process::{Provider, told};

#[test]
fn a_pool_is_ready_until_it_is_drained() {
    // ORCH-2101, ORCH-2103
    let provider = Provider::start("'--token-ms=50'", "");
    let health = || told(&provider.command(&["health", "p"]).output().unwrap());
    let (code, stdout, _) = health();
    assert_eq!(code, Some(0), "{stdout}");
    assert!(stdout.starts_with("p is ready\n"), "{stdout}");
    assert!(stdout.contains("\nqueue_depth: 0\n"), "{stdout}");

    let mut running = provider.begin(&["--max-tokens", "4000"]);
    running.first();
    let drain = ["drain", "p", "--deadline-ms", "60000"];
    let (code, stdout, stderr) = told(&provider.command(&drain).output().unwrap());
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.starts_with("p is draining; "), "{stdout}");
    let (code, stdout, _) = health();
    assert_eq!(code, Some(1), "{stdout}");
    assert!(stdout.starts_with("p is draining\n"), "{stdout}");

    let (code, _, stderr) = told(&provider.submit(&[]));
    assert_eq!(code, Some(4), "{stderr}");
    assert!(stderr.contains("POOL_UNREADY, status 503"), "{stderr}");
    running.interrupt();
    assert_eq!(told(&running.end()).0, Some(130));
}
