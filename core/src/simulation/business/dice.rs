//! The chance of a generated business: the same numbers from the same seed, everywhere.

/// SplitMix64. Small enough to be written here, and its numbers are part of what a seed promises: a library
/// could change them with a version.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    /// The dice of one of many: its numbers do not depend on any other's.
    pub(super) fn of(seed: u64, number: u32) -> Self {
        let mut own = Self(u64::from(number));
        Self(Self(seed).next() ^ own.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Evenly from 0 up to, not including, `limit`; 0 for a limit of 0. Limits are far below 2^64, so the
    /// remainder favours nothing that could be seen.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.next().checked_rem(limit).unwrap_or(0)
    }

    /// Evenly from `first` to `last`, both included.
    pub(super) fn between(&mut self, first: u64, last: u64) -> u64 {
        first.saturating_add(self.below(last.saturating_sub(first).saturating_add(1)))
    }

    /// True so often in a thousand.
    pub(super) fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1_000) < u64::from(per_mille)
    }

    /// A place, as often as its weight says; the last one where no weight is above 0.
    pub(super) fn pick(&mut self, weights: &[u32]) -> usize {
        let total = weights.iter().fold(0_u64, |total, weight| total.saturating_add((*weight).into()));
        let mut left = self.below(total);
        for (place, weight) in weights.iter().enumerate() {
            match left.checked_sub((*weight).into()) {
                None => return place,
                Some(rest) => left = rest,
            }
        }
        weights.len().saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_paper() {
        // The reference implementation's first numbers for the seed 1234567.
        let mut dice = Dice(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| dice.next()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn weights_are_kept() {
        let mut dice = Dice::of(1, 2);
        let mut counts = [0_u32; 3];
        for _ in 0..10_000 {
            counts[dice.pick(&[700, 0, 300])] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!((6_800..7_200).contains(&counts[0]), "{counts:?}");
        assert_eq!(dice.pick(&[0, 0]), 1);
    }
}
