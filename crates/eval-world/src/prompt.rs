//! The prompt with what the case puts in it.

use serde_json::Value;

use crate::nearest::suggestion;

/// Fills each `{name}` with the string or number of that name in the case.
/// `{{` and `}}` stand for the braces themselves.
pub(crate) fn fill(template: &str, case: &Value) -> Result<String, String> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(brace) = rest.find(['{', '}']) {
        filled.push_str(&rest[..brace]);
        let (here, after) = rest[brace..].split_at(1);
        if let Some(doubled) = after.strip_prefix(here) {
            filled.push_str(here);
            rest = doubled;
        } else if here == "{" {
            let Some((name, after)) = after.split_once('}') else {
                return Err("the prompt has a `{` without `}`; write `{{` for a brace".to_owned());
            };
            filled.push_str(&look_up(name, case)?);
            rest = after;
        } else {
            filled.push_str(here);
            rest = after;
        }
    }
    filled.push_str(rest);
    Ok(filled)
}

fn look_up(name: &str, case: &Value) -> Result<String, String> {
    match case.get(name) {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        Some(_) => Err(format!(
            "the prompt names `{{{name}}}`, which in the case is neither string nor number"
        )),
        None => {
            let fields = case.as_object().into_iter().flat_map(|case| case.keys());
            let suggestion = suggestion(name, fields.map(String::as_str));
            Err(format!(
                "the prompt names `{{{name}}}`, which `setup` does not put in the case{suggestion}"
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fill;

    #[test]
    fn strings_and_numbers_of_the_case_go_in() {
        let case = json!({ "pod": "checkout-7f9c", "restarts": 14 });
        let filled = fill("{pod} restarted {restarts} times; reply as {{\"cause\": …}}", &case);
        assert_eq!(filled.unwrap(), "checkout-7f9c restarted 14 times; reply as {\"cause\": …}");
    }

    #[test]
    fn a_name_that_is_not_in_the_case_is_told_with_the_nearest() {
        let problem = fill("{prod} is down", &json!({ "pod": "a" })).unwrap_err();
        assert_eq!(
            problem,
            "the prompt names `{prod}`, which `setup` does not put in the case; did you mean `pod`?"
        );
    }

    #[test]
    fn an_open_brace_is_told() {
        assert!(fill("a { b", &json!({})).unwrap_err().contains("`{{`"));
    }
}
