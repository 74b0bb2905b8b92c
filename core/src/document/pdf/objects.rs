//! The objects of a file: their numbers, and their streams.

use pdf_writer::{Filter, Pdf, Ref};

/// Numbers for the objects of a file, in the order of asking.
pub(super) struct Numbers(Ref);

impl Numbers {
    pub(super) fn new() -> Self {
        Self(Ref::new(1))
    }

    pub(super) fn take(&mut self) -> Ref {
        self.0.bump()
    }
}

/// Writes a stream, packed: always at the same level, so to the same bytes.
pub(super) fn compressed(pdf: &mut Pdf, id: Ref, data: &[u8]) {
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(data, 6);
    pdf.stream(id, &packed).filter(Filter::FlateDecode);
}
