//! Generates types and an async client of a document into a folder, as `openapi-to-rust generate` does without
//! options. A program of a nested package; its command line would need a TLS library.

use openapi_to_rust::{CodeGenerator, GeneratorConfig, SchemaAnalyzer, TypeMapper, spec_source};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let document = arguments.next().ok_or("no document")?;
    let folder = arguments.next().ok_or("no folder")?;
    let mut config = GeneratorConfig {
        spec_path: document.clone().into(),
        output_dir: folder.into(),
        module_name: "api".to_owned(),
        enable_async_client: true,
        enable_sse_client: false,
        tracing_enabled: false,
        ..GeneratorConfig::default()
    };
    let text = std::fs::read_to_string(&document)?;
    let value = spec_source::parse_spec(&text, &document)?;
    spec_source::validate_oas_document(&value)?;
    config.apply_spec_server_default(&value);
    let mapper = TypeMapper::new(config.types.clone());
    let mut analysis = SchemaAnalyzer::with_type_mapper(value, mapper)?.analyze()?;
    let generator = CodeGenerator::new(config);
    let generated = generator.generate_all(&mut analysis)?;
    Ok(generator.write_files(&generated)?)
}
