//! The whole of de-duplication in small: properties, and stories told by offers.
