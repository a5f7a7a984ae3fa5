use openapi_client::data::CreateTaskAcceptedHeaders;

fn trace(headers: &CreateTaskAcceptedHeaders) {
    let _trace: &i64 = &headers.x_correlation_id;
}

fn main() {}
