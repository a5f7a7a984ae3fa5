//! What the types of the fixture read and write.

use contracts_tests::types::{Change, Circle, Level, Mixed, Nothing, Pair, Shape, Vehicle};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

#[track_caller]
fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// Reads and writes a value, which has to come out as it was.
#[track_caller]
fn keeps<T: DeserializeOwned + Serialize>(value: Value) {
    let read: T = read(value.clone());
    assert_eq!(serde_json::to_value(&read).unwrap(), value);
}

#[track_caller]
fn refuses<T: DeserializeOwned + std::fmt::Debug>(value: Value, message: &str) {
    let error = serde_json::from_value::<T>(value).unwrap_err().to_string();
    assert_eq!(error, message);
}

#[test]
fn enums_of_numbers_and_of_anything() {
    keeps::<Level>(json!(1));
    assert_eq!(read::<Level>(json!(-2)), Level::ValueMinus2);
    refuses::<Level>(json!(2), "`2` is none of the values of `Level`: `1`, `-2`");
    for value in [json!(1), json!("one"), json!(true), json!(1.5)] {
        keeps::<Mixed>(value);
    }
    assert_eq!(read::<Mixed>(json!("one")), Mixed::One);
    refuses::<Mixed>(
        json!("1"),
        "`\"1\"` is none of the values of `Mixed`: `1`, `\"one\"`, `true`, `1.5`",
    );
}

#[test]
fn null_and_tuples() {
    keeps::<Nothing>(json!({"is": null}));
    assert!(serde_json::from_value::<Nothing>(json!({"is": 0})).is_err());
    assert_eq!(
        read::<Pair>(json!({"of": ["a", 1]})).of,
        ("a".to_owned(), 1)
    );
    assert!(serde_json::from_value::<Pair>(json!({"of": ["a"]})).is_err());
}

#[test]
fn a_discriminator_decides() {
    let circle = json!({"kind": "circle", "r": 1.5});
    keeps::<Shape>(circle.clone());
    let Shape::Circle(found) = read(circle) else {
        panic!("no circle")
    };
    // A member that says something else is put right.
    let wrong = Shape::Circle(Circle {
        kind: "box".to_owned(),
        ..found
    });
    assert_eq!(serde_json::to_value(&wrong).unwrap()["kind"], "circle");
    // A branch without the member gets it, and a box in a box too.
    keeps::<Shape>(json!({"kind": "box", "side": 2, "inner": {"kind": "box", "side": 1}}));
    refuses::<Shape>(
        json!({"kind": "cone"}),
        "unknown variant `cone` in `kind` of `Shape`, expected one of `circle`, `box`",
    );
    refuses::<Shape>(json!({"r": 1}), "missing field `kind`");
    refuses::<Shape>(json!({"kind": "circle"}), "missing field `r`");
}

#[test]
fn a_parent_keeps_what_it_does_not_know() {
    let car = json!({"type": "Car", "wheels": 4, "doors": 5});
    keeps::<Vehicle>(car.clone());
    assert!(matches!(read(car), Vehicle::Car(car) if car.doors == Some(5)));
    let bike = json!({"type": "Bike", "wheels": 2});
    keeps::<Vehicle>(bike.clone());
    assert!(matches!(read(bike), Vehicle::Other(other) if other.wheels == 2));
}

#[test]
fn a_constant_decides() {
    let add = json!({"op": "add", "path": "/a", "value": [1]});
    keeps::<Change>(add.clone());
    assert!(matches!(read(add), Change::Add(_)));
    assert!(matches!(
        read(json!({"op": "remove", "path": "/a"})),
        Change::Remove(_)
    ));
    refuses::<Change>(json!({"op": "add", "path": "/a"}), "missing field `value`");
}
