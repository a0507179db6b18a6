//! From stored traces to training sets: what is selected, cleaned, traced back and written.
