//! Reads a file of JSON and writes it again, both for some time; prints bytes per second of the quickest batch.
//! The main program of a nested package, whose dependency `shop` is a generated crate.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use shop::types::OrderPage;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let input = std::fs::read_to_string(arguments.next().ok_or("no input")?)?;
    let output = arguments.next().ok_or("no output")?;
    let time = Duration::from_millis(arguments.next().ok_or("no time")?.parse()?);
    let page: OrderPage = serde_json::from_str(&input)?;
    let written = serde_json::to_string(&page)?;
    std::fs::write(output, &written)?;
    // A batch is about a megabyte, so that the clock is not what is measured.
    let batch = (1_000_000 / input.len()).max(1);
    let read = quickest(time, batch, || {
        let page: OrderPage = serde_json::from_str(black_box(&input))?;
        black_box(&page);
        Ok(input.len())
    })?;
    let write = quickest(time, batch, || {
        Ok(black_box(serde_json::to_string(black_box(&page))?).len())
    })?;
    println!("{read} {write}");
    Ok(())
}

/// Bytes per second; others on the machine only ever make a batch slower.
fn quickest(
    time: Duration,
    batch: usize,
    mut step: impl FnMut() -> serde_json::Result<usize>,
) -> serde_json::Result<u64> {
    let end = Instant::now() + time;
    let mut best = 0.0_f64;
    while Instant::now() < end {
        let start = Instant::now();
        let mut bytes = 0;
        for _ in 0..batch {
            bytes += step()?;
        }
        best = best.max(bytes as f64 / start.elapsed().as_secs_f64());
    }
    Ok(best as u64)
}
