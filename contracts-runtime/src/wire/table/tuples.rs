//! Lists of a fixed length.

use super::{Empty, Failed, List, Node, Slot, Slots, Source, Value, View};

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

            fn item(&self, at: usize) -> View<'_> {
                match at {
                    $($at => self.$at.view(),)*
                    _ => View::Absent,
                }
            }
        }

        impl<$($name: Empty),*> Empty for ($($name,)*) {
            fn empty() -> Self {
                ($($name::empty(),)*)
            }
        }

        impl<$($name: Value),*> Slots for ($(Option<$name>,)*) {
            fn set(&mut self, at: usize, from: &mut dyn Source) -> Result<(), Failed> {
                match at {
                    $($at => Slot::read(&mut self.$at, from),)*
                    _ => ().read(from),
                }
            }
        }

        impl<$($name: Value),*> Value for ($($name,)*) {
            fn read(from: &mut dyn Source) -> Result<Self, Failed> {
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
