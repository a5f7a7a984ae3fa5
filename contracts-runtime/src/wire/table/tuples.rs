//! Lists of a fixed length.

use super::{Failed, List, Node, Slot, Slots, Source, Value, View};

macro_rules! tuple {
    ($count:literal: $($at:tt $name:ident),*) => {
        impl<$($name: Node),*> Node for ($($name,)*) {
            fn view(&self) -> View<'_> {
                View::List(self)
            }
        }

        impl<$($name: Node),*> List for ($($name,)*) {
            fn count(&self) -> usize {
                $count
            }

            fn item(&self, at: usize) -> &dyn Node {
                match at {
                    $($at => &self.$at,)*
                    _ => &(),
                }
            }
        }

        impl<$($name: Value),*> Slots for ($(Option<$name>,)*) {
            fn slot(&mut self, at: usize) -> &mut dyn Slot {
                match at {
                    $($at => &mut self.$at,)*
                    _ => &mut self.0,
                }
            }
        }

        impl<$($name: Value),*> Value for ($($name,)*) {
            fn read(from: &mut dyn Source<'_>) -> Result<Self, Failed> {
                let mut slots = ($(None::<$name>,)*);
                from.tuple($count, &mut slots)?;
                Ok(($(slots.$at.ok_or(Failed::KEPT)?,)*))
            }
        }
    };
}

tuple!(1: 0 A);
tuple!(2: 0 A, 1 B);
tuple!(3: 0 A, 1 B, 2 C);
tuple!(4: 0 A, 1 B, 2 C, 3 D);
tuple!(5: 0 A, 1 B, 2 C, 3 D, 4 E);
tuple!(6: 0 A, 1 B, 2 C, 3 D, 4 E, 5 F);
tuple!(7: 0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G);
tuple!(8: 0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H);
tuple!(9: 0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H, 8 I);
tuple!(10: 0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H, 8 I, 9 J);
tuple!(11: 0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H, 8 I, 9 J, 10 K);
tuple!(12: 0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H, 8 I, 9 J, 10 K, 11 L);
