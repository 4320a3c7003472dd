//! Detectors: what stands out. One file each; this one lists them.

mod average;

pub(crate) use average::average;
