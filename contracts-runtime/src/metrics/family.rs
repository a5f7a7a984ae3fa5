use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use prometheus_client::registry::Registry;

use super::{
    Child,
    exposed::{self, Exposed},
    key::{Key, Values},
};

/// What a contract says of a metric.
#[derive(Clone, Copy, Debug)]
pub struct Descriptor<const N: usize> {
    /// Its name, as it goes over the wire; of a counter as its samples are called.
    pub name: &'static str,
    /// What it is, in one sentence with a full stop.
    pub help: &'static str,
    /// The unit of its values.
    pub unit: Option<&'static str>,
    /// The names of its labels.
    pub labels: [&'static str; N],
    /// The upper bounds of a histogram's buckets, ascending, infinity left out.
    pub buckets: &'static [f64],
}

/// A metric: a counter, gauge or histogram for each set of labels. Clones are the same family.
pub struct Family<const N: usize, M>(Arc<Shared<N, M>>);

/// What the clones of a family share.
pub(super) struct Shared<const N: usize, M> {
    descriptor: &'static Descriptor<N>,
    children: RwLock<BTreeMap<Key<N>, M>>,
}

impl<const N: usize, M: Child> Family<N, M> {
    /// A family that `registry` exposes. Without labels its only value is there from the start.
    pub fn registered(descriptor: &'static Descriptor<N>, registry: &mut Registry) -> Self {
        let children = RwLock::default();
        let family = Self(Arc::new(Shared {
            descriptor,
            children,
        }));
        if N == 0 {
            family.with([""; N]);
        }
        exposed::register(&family.0, descriptor, registry);
        family
    }

    /// The same family, exposed by another name, too.
    #[must_use]
    pub fn also_as(&self, descriptor: &'static Descriptor<N>, registry: &mut Registry) -> Self {
        exposed::register(&self.0, descriptor, registry);
        Self(Arc::clone(&self.0))
    }

    /// What belongs to these values, in the order of the labels. It is exposed from then on.
    pub fn with(&self, values: [&str; N]) -> M {
        let children = self.0.children.read();
        let children = children.unwrap_or_else(PoisonError::into_inner);
        let lookup: &dyn Values<N> = &values;
        if let Some(child) = children.get(lookup) {
            return child.clone();
        }
        drop(children);
        let children = self.0.children.write();
        let mut children = children.unwrap_or_else(PoisonError::into_inner);
        let new = || M::with_buckets(self.0.descriptor.buckets);
        children.entry(Key::new(values)).or_insert_with(new).clone()
    }
}

impl<const N: usize, M: Child> Shared<N, M> {
    /// Calls `each` with the labels of every child, in order.
    pub(super) fn for_each(
        &self,
        mut each: impl FnMut(&Exposed<'_, N>, &M) -> fmt::Result,
    ) -> fmt::Result {
        let children = self.children.read();
        let children = children.unwrap_or_else(PoisonError::into_inner);
        for (key, child) in children.iter() {
            let labels = Exposed {
                names: &self.descriptor.labels,
                values: key.values(),
            };
            each(&labels, child)?;
        }
        Ok(())
    }
}

impl<const N: usize, M> Clone for Family<N, M> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<const N: usize, M> fmt::Debug for Family<N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Family")
            .field(&self.0.descriptor.name)
            .finish()
    }
}

impl<const N: usize, M> fmt::Debug for Shared<N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Shared")
            .field(&self.descriptor.name)
            .finish()
    }
}
