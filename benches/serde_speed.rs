//! How fast generated types read and write JSON, and how big the programs are: a crate per mode of one document,
//! compiled in release, on values of 10 KB and 1 MB. What all modes write has to be the same, byte for byte.
//!
//! `cargo run --release -p contracts-benches --bin serde-speed -- --mode WORDS --mode WORDS`, where the words are
//! those for `cargo contracts generate`; ratios are to the first.

#![allow(clippy::print_stdout, reason = "this is a program that measures")]

#[path = "serde_speed/value.rs"]
mod value;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use clap::Parser;
use contracts_benches::{
    Failure,
    nested::{self, Nested},
    peers,
};

/// Measures reading and writing JSON.
#[derive(Debug, Parser)]
struct Args {
    /// What `cargo contracts generate` is told; may stand more than once, to compare
    #[arg(
        long,
        value_name = "WORDS",
        default_values = [
            "--serde derive --directions both",
            "--serde field-match --directions both",
            "--serde table --directions both",
        ],
        allow_hyphen_values = true
    )]
    mode: Vec<String>,
    /// Milliseconds of reading, and of writing, in each round
    #[arg(long, default_value_t = 500)]
    time: u64,
    /// How often each mode has its turn; the best counts
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

/// What is measured: a name, and bytes.
const SIZES: [(&str, usize); 2] = [("10 KB", 10_000), ("1 MB", 1_000_000)];

/// What the program of which the size is measured reads and writes.
const USED: usize = 50;

struct Mode {
    words: String,
    speed: PathBuf,
    many: PathBuf,
}

fn main() -> Result<(), Failure> {
    let args = Args::parse();
    let mut nested = Nested::new("serde-speed")?;
    for (index, words) in args.mode.iter().enumerate() {
        write_mode(&mut nested, index, words)?;
    }
    // One build for all, so that what they share is compiled once.
    nested::output(nested.cargo(&["build", "--quiet", "--release", "--bins"]))?;
    let modes = args.mode.iter().enumerate().map(|(index, words)| Mode {
        words: words.clone(),
        speed: nested.built(&format!("release/speed-{index}")),
        many: nested.built(&format!("release/many-{index}")),
    });
    let modes: Vec<Mode> = modes.collect();
    println!(
        "| value | generated with | MB/s read | ratio | MB/s written | ratio |\n|---|---|---|---|---|---|"
    );
    for (name, bytes) in SIZES {
        speeds(&args, &nested, &modes, name, bytes)?;
    }
    println!("\n| program of {USED} types | bytes | ratio |\n|---|---|---|");
    let sizes: Result<Vec<u64>, _> = modes
        .iter()
        .map(|mode| Ok::<_, Failure>(fs::metadata(&mode.many)?.len()))
        .collect();
    let sizes = sizes?;
    for (mode, size) in modes.iter().zip(&sizes) {
        println!(
            "| `{}` | {size} | {:.2} |",
            mode.words,
            *size as f64 / sizes[0] as f64
        );
    }
    Ok(())
}

/// The crate of a mode and its two programs.
fn write_mode(nested: &mut Nested, index: usize, words: &str) -> Result<(), Failure> {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("serde_speed/shop.yaml");
    peers::ours(nested, &format!("mode-{index}"), &document, words)?;
    let programs = [
        ("speed", include_str!("serde_speed/program.rs").to_owned()),
        ("many", many(&fs::read_to_string(document)?)),
    ];
    for (name, main) in programs {
        let name = format!("{name}-{index}");
        nested.write(
            &format!("{name}/Cargo.toml"),
            &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                 serde = \"1\"\nserde_json = \"1\"\nshop = {{ package = \"mode-{index}\", path = \"../mode-{index}\" }}\n"
            ),
        )?;
        nested.write(&format!("{name}/src/main.rs"), &main)?;
        nested.add(&name)?;
    }
    Ok(())
}

/// A program that reads and writes as many component schemas of a document, whichever it is told.
fn many(document: &str) -> String {
    let (_, schemas) = document.split_once("\n  schemas:\n").unwrap_or_default();
    let names = schemas.lines().filter_map(|line| {
        let (name, _) = line.strip_prefix("    ")?.split_once(':')?;
        name.starts_with(char::is_uppercase).then_some(name)
    });
    let arms: String = names
        .take(USED)
        .map(|name| format!("        \"{name}\" => again::<shop::types::{name}>(&text),\n"))
        .collect();
    format!(
        "fn again<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> serde_json::Result<String> {{\n\
         \x20   serde_json::to_string(&serde_json::from_str::<T>(text)?)\n}}\n\n\
         fn main() -> Result<(), Box<dyn std::error::Error>> {{\n\
         \x20   let mut words = std::env::args().skip(1);\n\
         \x20   let (name, text) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());\n\
         \x20   let written = match name.as_str() {{\n{arms}        _ => return Err(\"no such type\".into()),\n    }}?;\n\
         \x20   println!(\"{{written}}\");\n    Ok(())\n}}\n"
    )
}

/// Lines for a value of this size.
fn speeds(
    args: &Args,
    nested: &Nested,
    modes: &[Mode],
    name: &str,
    bytes: usize,
) -> Result<(), Failure> {
    let (input, output) = (
        nested.folder.join("value.json"),
        nested.folder.join("written.json"),
    );
    fs::write(&input, value::page(bytes).to_string())?;
    // The first mode puts the members into the order in which a server would write them.
    let first = modes.first().ok_or("no mode")?;
    run(&first.speed, &input, &output, 0)?;
    fs::rename(&output, &input)?;
    let expected = fs::read(&input)?;
    let mut best = vec![(0, 0); modes.len()];
    for _ in 0..args.rounds {
        for (mode, best) in modes.iter().zip(&mut best) {
            let (read, written) = run(&mode.speed, &input, &output, args.time)?;
            if fs::read(&output)? != expected {
                return Err(format!(
                    "`{}` writes something else than `{}`",
                    mode.words, first.words
                )
                .into());
            }
            *best = (best.0.max(read), best.1.max(written));
        }
    }
    for (mode, (read, written)) in modes.iter().zip(&best) {
        let words = &mode.words;
        let [read, written, first_read, first_written] =
            [*read, *written, best[0].0, best[0].1].map(|speed| speed as f64);
        println!(
            "| {name} | `{words}` | {:.0} | {:.2} | {:.0} | {:.2} |",
            read / 1e6,
            read / first_read,
            written / 1e6,
            written / first_written
        );
    }
    Ok(())
}

/// Bytes per second that were read, and written.
fn run(program: &Path, input: &Path, output: &Path, time: u64) -> Result<(u64, u64), Failure> {
    let mut command = Command::new(program);
    command.arg(input).arg(output).arg(time.to_string());
    let said = nested::output(command)?;
    let (read, written) = said
        .trim()
        .split_once(' ')
        .ok_or("the program said nothing")?;
    Ok((read.parse()?, written.parse()?))
}
