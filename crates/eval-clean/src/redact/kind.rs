//! What is looked for.

/// A kind of secret or personal data, the more telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A private key in PEM form, from `-----BEGIN` to `-----END … -----`.
    PrivateKey,
    /// The id of an AWS access key.
    AwsKey,
    /// An AWS secret access key, after its name.
    AwsSecret,
    /// A GitHub token, classic or fine-grained.
    GithubToken,
    /// A GitLab token.
    GitlabToken,
    /// A Slack token, or the path of a webhook.
    SlackToken,
    /// A secret or restricted Stripe key, or the secret of a webhook.
    StripeKey,
    /// A Google API key, OAuth client secret or access token.
    GoogleKey,
    /// An Anthropic API key.
    AnthropicKey,
    /// An `OpenAI` API key, or one in its form.
    OpenAiKey,
    /// A Hugging Face token.
    HuggingFaceToken,
    /// An npm token.
    NpmToken,
    /// A signed JSON Web Token.
    Jwt,
    /// The password in the address of a service: `postgres://user:…@host`.
    UrlPassword,
    /// What follows `Authorization: Bearer` and the like.
    AuthToken,
    /// A key or token after its name: `api_key=`, `"access_token": "…"`.
    ApiKey,
    /// A password after its name.
    Password,
    /// An e-mail address.
    Email,
    /// An IBAN of a known country, with the right length and checksum.
    Iban,
    /// The number of a payment card, with the right check digit.
    CreditCard,
    /// A US social security number, with its hyphens.
    Ssn,
    /// A phone number: international with `+`, or in one of the US forms.
    Phone,
    /// An IPv4 address that is reachable from anywhere. Not looked for unless asked.
    PublicIp,
}

impl Kind {
    /// Every kind, the more telling first.
    pub const ALL: [Self; 23] = [
        Self::PrivateKey,
        Self::AwsKey,
        Self::AwsSecret,
        Self::GithubToken,
        Self::GitlabToken,
        Self::SlackToken,
        Self::StripeKey,
        Self::GoogleKey,
        Self::AnthropicKey,
        Self::OpenAiKey,
        Self::HuggingFaceToken,
        Self::NpmToken,
        Self::Jwt,
        Self::UrlPassword,
        Self::AuthToken,
        Self::ApiKey,
        Self::Password,
        Self::Email,
        Self::Iban,
        Self::CreditCard,
        Self::Ssn,
        Self::Phone,
        Self::PublicIp,
    ];

    /// The name in a placeholder and in a count: `EMAIL`.
    pub fn label(self) -> &'static str {
        match self {
            Self::PrivateKey => "PRIVATE_KEY",
            Self::AwsKey => "AWS_KEY",
            Self::AwsSecret => "AWS_SECRET",
            Self::GithubToken => "GITHUB_TOKEN",
            Self::GitlabToken => "GITLAB_TOKEN",
            Self::SlackToken => "SLACK_TOKEN",
            Self::StripeKey => "STRIPE_KEY",
            Self::GoogleKey => "GOOGLE_KEY",
            Self::AnthropicKey => "ANTHROPIC_KEY",
            Self::OpenAiKey => "OPENAI_KEY",
            Self::HuggingFaceToken => "HUGGING_FACE_TOKEN",
            Self::NpmToken => "NPM_TOKEN",
            Self::Jwt => "JWT",
            Self::UrlPassword => "URL_PASSWORD",
            Self::AuthToken => "AUTH_TOKEN",
            Self::ApiKey => "API_KEY",
            Self::Password => "PASSWORD",
            Self::Email => "EMAIL",
            Self::Iban => "IBAN",
            Self::CreditCard => "CREDIT_CARD",
            Self::Ssn => "SSN",
            Self::Phone => "PHONE",
            Self::PublicIp => "PUBLIC_IP",
        }
    }
}
