//! Orders, the same for the same size: text, numbers, lists in lists, members that are there and that are not,
//! each branch of each union.

use serde_json::{Value, json};

/// A page of orders in about so many bytes of JSON.
pub(crate) fn page(bytes: usize) -> Value {
    let mut orders = Vec::new();
    let mut length = 0;
    while length < bytes {
        let order = order(orders.len());
        length += order.to_string().len() + 1;
        orders.push(order);
    }
    let total = orders.len();
    json!({"orders": orders, "total": total, "next": null})
}

/// The members of `value` but those it does not have, which are null here.
fn without_null(mut value: Value) -> Value {
    if let Value::Object(members) = &mut value {
        members.retain(|_, member| !member.is_null());
    }
    value
}

/// `value` in every so manyth.
fn each(many: usize, of: usize, value: Value) -> Value {
    if of.is_multiple_of(many) {
        value
    } else {
        Value::Null
    }
}

fn pick<'w>(words: &[&'w str], of: usize) -> &'w str {
    words[of % words.len()]
}

fn moment(of: usize) -> String {
    let (day, hour, minute) = (of % 28 + 1, of % 24, of * 7 % 60);
    format!("2026-03-{day:02}T{hour:02}:{minute:02}:00Z")
}

fn money(amount: usize) -> Value {
    json!({"amount": amount, "currency": pick(&["EUR", "USD", "SEK"], amount)})
}

fn order(of: usize) -> Value {
    let lines: Vec<Value> = (0..=of % 4).map(|position| line(of, position)).collect();
    let states = ["placed", "paid", "packed", "shipped", "delivered"];
    let event =
        |at: usize| json!({"at": moment(of + at), "what": pick(&states, at), "by": "system"});
    without_null(json!({
        "id": format!("ord_{:012x}", of * 2_654_435_761),
        "number": 100_000 + of,
        "state": pick(&states, of),
        "channel": each(2, of, json!(pick(&["web", "app", "phone"], of))),
        "placed_at": moment(of),
        "updated_at": each(3, of, json!(moment(of + 1))),
        "customer": customer(of),
        "lines": lines,
        "totals": totals(of),
        "payment": payment(of),
        "shipping_address": address(of),
        "billing_address": each(4, of, address(of + 1)),
        "shipments": each(2, of, json!([shipment(of), shipment(of + 1)])),
        "notes": each(5, of, json!([{"author": "Ada", "text": "Leave it \"at the door\",\nplease – thank you.", "internal": false}])),
        "tags": ["spring", "new-customer", format!("batch-{}", of / 10)],
        "attributes": {"source": "newsletter", "experiment": format!("b{}", of % 7), "agent": "shop/4.2"},
        "events": (0..of % 5).map(event).collect::<Vec<Value>>(),
        "gift": each(6, of, json!({"wrapped": true, "message": "Happy birthday! \u{1f382}"})),
    }))
}

fn customer(of: usize) -> Value {
    without_null(json!({
        "id": format!("cus_{:08x}", of * 40_503),
        "name": pick(&["Ada Lovelace", "Grace Hopper", "Barbara Liskov", "Søren Åkesson"], of),
        "email": each(2, of, json!(format!("customer{of}@example.org"))),
        "kind": pick(&["private", "business", "public"], of),
        "loyalty": each(3, of, json!({"level": pick(&["bronze", "silver", "gold"], of), "points": of * 17, "since": "2019-11-02"})),
    }))
}

fn line(of: usize, position: usize) -> Value {
    let seed = of + position;
    let option = |name: &str, value: Value| json!({"name": name, "value": value});
    let discount = if seed.is_multiple_of(2) {
        json!({"percent": 12.5, "reason": "season"})
    } else {
        json!({"amount": money(250), "campaign": "welcome"})
    };
    without_null(json!({
        "position": position,
        "item": item(seed),
        "quantity": seed % 9 + 1,
        "unit_price": money(995 + seed),
        "discounts": each(3, seed, json!([discount])),
        "tax": {"rate": 0.19, "country": pick(&["DE", "SE", "FR"], seed)},
        "options": [option("colour", json!("dark blue")), option("length", json!(seed)), option("engraved", json!(true))],
        "weight_kg": 0.25 + seed as f64 / 8.0,
        "comment": each(4, seed, json!("the second try")),
    }))
}

fn item(of: usize) -> Value {
    match of % 5 {
        3 => {
            json!({"kind": "service", "code": "CARE-24", "title": "Two years of care", "period": {"from": "2026-03-01", "to": "2028-02-29", "renews": false}})
        }
        4 => json!({"kind": "voucher", "code": format!("V-{of:06}"), "value": money(2500)}),
        _ => {
            json!({"kind": "goods", "sku": format!("SKU-{of:06}"), "title": "Desk lamp, brushed steel", "size": size(of), "hazardous": false})
        }
    }
}

fn size(of: usize) -> Value {
    json!({"width": 12.5, "height": 40.0 + of as f64, "depth": 7.25, "unit": "cm"})
}

fn totals(of: usize) -> Value {
    let taxes =
        json!([{"rate": 0.19, "amount": money(of * 19)}, {"rate": 0.07, "amount": money(of * 7)}]);
    json!({"net": money(of * 100), "gross": money(of * 126), "shipping": money(490), "taxes": taxes})
}

fn payment(of: usize) -> Value {
    match of % 3 {
        0 => {
            json!({"method": "card", "brand": "visa", "last_digits": format!("{:04}", of % 10_000), "authorised_at": moment(of)})
        }
        1 => json!({"method": "invoice", "due": "2026-04-15", "reminders": of % 3}),
        _ => json!({"method": "transfer", "iban": "DE02120300000000202051"}),
    }
}

fn address(of: usize) -> Value {
    without_null(json!({
        "name": "Ada Lovelace",
        "company": each(3, of, json!("Analytical Engines Ltd")),
        "street": format!("{} Long Street", of % 200 + 1),
        "extra": each(2, of, json!("second floor")),
        "postcode": format!("{:05}", of * 37 % 100_000),
        "city": pick(&["Berlin", "Göteborg", "Lyon"], of),
        "country": pick(&["DE", "SE", "FR"], of),
        "location": {"latitude": 52.5 + of as f64 / 1024.0, "longitude": 13.375},
    }))
}

fn shipment(of: usize) -> Value {
    let parcel = json!({"tracking": format!("00340434{of:012}"), "positions": [0, 1, 2], "weight_kg": 2.5, "size": size(of)});
    json!({"id": format!("shp_{of:08x}"), "carrier": pick(&["post", "courier"], of), "shipped_at": moment(of), "parcels": [parcel]})
}
