use api_types::data::Workload;

fn main() {
    let _workload: Workload = Workload::Painting;
}
