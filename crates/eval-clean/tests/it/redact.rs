mod planted;
mod every_kind;
mod left_alone;
mod json;
mod laws;
