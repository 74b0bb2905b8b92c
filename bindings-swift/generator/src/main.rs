//! uniffi's generator of Swift and Kotlin, at the version that the binding is built with.
#![forbid(unsafe_code)]

fn main() {
    uniffi::uniffi_bindgen_main();
}
