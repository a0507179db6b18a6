//! IPv4 addresses that name a machine on the internet.

use std::net::Ipv4Addr;
use std::ops::Range;

use super::super::candidate::Candidate;
use super::stands_alone;

/// Not those for use within a house, a machine or a manual (RFC 1918, 6598, 3927, 5737, 2544).
pub(super) fn public(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    let address: Ipv4Addr = candidate.matched_text().parse().ok()?;
    let [first, second, ..] = address.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_benchmark = first == 198 && (18..20).contains(&second);
    let is_public = first != 0
        && first < 224
        && !address.is_private()
        && !address.is_loopback()
        && !address.is_link_local()
        && !address.is_documentation()
        && !is_shared
        && !is_benchmark;
    (is_public && stands_alone(candidate)).then(|| candidate.matched.clone())
}
