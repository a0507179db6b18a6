//! Secrets of every kind that are known by their own form.

use eval_clean::redact::Kind;

/// Made up, or the examples of the issuers' own manuals. The parts are joined here so that no
/// push protection takes this file for a leak.
pub(crate) fn planted() -> Vec<(Kind, String)> {
    let plain = [
        (Kind::AwsKey, ["AKIA", "IOSFODNN7EXAMPLE"]),
        (Kind::AwsKey, ["ASIA", "Y34FZKBOKMUTVV7A"]),
        (Kind::GithubToken, ["ghp_", "16C7e42F292c6912E7710c838347Ae178B4a"]),
        (Kind::GithubToken, ["ghs_", "0123456789abcdefghijABCDEFGHIJ456789"]),
        (Kind::GithubToken, ["github_pat_", "11ABCDEFG0abcdefghijkl_MNOPQRSTUVWXYZ012345"]),
        (Kind::GitlabToken, ["glpat-", "a1B2c3D4e5F6g7H8i9J0"]),
        (Kind::SlackToken, ["xoxb-", "123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx"]),
        (Kind::SlackToken, ["xapp-", "1-A0123456789-1234567890123-0123456789abcdef"]),
        (Kind::StripeKey, ["sk_live_", "4eC39HqLyjWDarjtT1zdp7dc"]),
        (Kind::StripeKey, ["rk_test_", "51AbCdEfGhIjKlMnOpQrStUv"]),
        (Kind::GoogleKey, ["AIza", "SyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY"]),
        (Kind::GoogleKey, ["GOCSPX-", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4"]),
        (Kind::AnthropicKey, ["sk-ant-", "api03-abcdefghijklmnopqrstuvwxyz0123456789-AA"]),
        (Kind::OpenAiKey, ["sk-proj-", "abcdefghijklmnopqrstuvwxyz0123456789"]),
        (Kind::OpenAiKey, ["sk-", "abcdefghijklmnopqrstT3BlbkFJuvwxyz0123456789ABCD"]),
        (Kind::HuggingFaceToken, ["hf_", "abcdefghijklmnopqrstuvwxyzABCDEFGH"]),
        (Kind::NpmToken, ["npm_", "abcdefghijklmnopqrstuvwxyz0123456789"]),
        (
            Kind::Jwt,
            [
                "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0",
                ".dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
            ],
        ),
        (
            Kind::PrivateKey,
            [
                "-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeK",
                "\nLs1Pt8QuKUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQ==\n-----END RSA PRIVATE KEY-----",
            ],
        ),
        (Kind::Email, ["alice.o'neil+spam", "@mail.example.co.uk"]),
        (Kind::Email, ["jürgen", "@example.de"]),
        (Kind::Iban, ["GB82 WEST 1234", " 5698 7654 32"]),
        (Kind::Iban, ["DE8937040044", "0532013000"]),
        (Kind::CreditCard, ["4111 1111", " 1111 1111"]),
        (Kind::CreditCard, ["55555555", "55554444"]),
        (Kind::CreditCard, ["3782-822463", "-10005"]),
        (Kind::Ssn, ["536-", "22-8910"]),
        (Kind::Phone, ["+44 20 7183", " 8750"]),
        (Kind::Phone, ["+33 1 42", " 68 53 00"]),
        (Kind::Phone, ["+4915", "123456789"]),
        (Kind::Phone, ["+1 (415)", " 555-0132"]),
        (Kind::Phone, ["(415) ", "555-0132"]),
        (Kind::Phone, ["415-", "555-0132"]),
    ];
    plain.into_iter().map(|(kind, parts)| (kind, parts.concat())).collect()
}
