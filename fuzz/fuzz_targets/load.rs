#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| contracts_fuzz::load(bytes));
