//! Maps as lists of pairs: `#[serde(with = "as_pairs")]` on a field with keys that are no text, which JSON cannot have as names.
//!
//! For: values that one process of this program hands to another.

use serde::de::Deserialize;
use serde::{Deserializer, Serialize, Serializer};

/// Writes the pairs in their order.
pub(crate) fn serialize<'m, M, K, V, S>(map: &'m M, serializer: S) -> Result<S::Ok, S::Error>
where
    &'m M: IntoIterator<Item = (K, V)>,
    K: Serialize,
    V: Serialize,
    S: Serializer,
{
    serializer.collect_seq(map)
}

/// Reads what [`serialize`] wrote.
pub(crate) fn deserialize<'de, M, K, V, D>(deserializer: D) -> Result<M, D::Error>
where
    M: FromIterator<(K, V)>,
    K: Deserialize<'de>,
    V: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Ok(Vec::<(K, V)>::deserialize(deserializer)?.into_iter().collect())
}
