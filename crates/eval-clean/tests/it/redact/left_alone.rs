//! What looks like a secret and is none.

use eval_clean::redact::{Kind, Redactor};

#[test]
fn what_logs_and_code_are_full_of_is_no_secret() {
    let harmless = [
        // Digests, ids, times, versions, names.
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904",
        "550e8400-e29b-41d4-a716-446655440000",
        "task-550e8400e29b41d4a716446655440000, disk-0123456789abcdef0123456789abcdef",
        "2026-01-15T10:22:33.123456789Z +00:00 1768472553 1768472553123 1768472553123456789",
        "v1.2.3, 1.2.3.4, 2026.01.15, 1.0.0-rc.1+build.5, serde@1.0.228, lodash@4.17.21",
        "svc-007, checkout-7f9c, checkout-7f9c5d8b6-x2x4q, node-10-0-0-1.ec2.internal:8080",
        "0.4111111111111111 and 3.14159265358979323846",
        "+12345678 -87654321 @@ -10,7 +10,9 @@ a+442071838750",
        "10 20 30 40 50 60 4111 22 33 1234 5678 9012 3456",
        "latency 123-45-678 123-45-67890 000-12-3456 666-12-3456 912-12-3456",
        "AKIAIOSFODNN7EXAMPLEKEY1 and akiaiosfodnn7example",
        "GB82 WEST 1234 5698 7654 33, AB12 CDEF 3456 7890 12",
        // Addresses of things.
        "@app.route('/') @dataclass git@github.com:org/repo.git icon@2x.png user@localhost",
        "http://localhost:8080/a@b https://example.org:443/?mail=none ws://host:9000",
        "https://hooks.slack.com/docs",
        // Names of secrets without one.
        "max_tokens=4096, token: 12, tokens: 1234567890123456",
        "def login(password: str, token: Optional[str] = None, secret: &'a str) -> None:",
        "password = getpass(); password = os.environ[\"DB_PASSWORD\"]; pwd=$(cat file)",
        "password=${DB_PASSWORD} password=$DB_PASSWORD password={{ password }} password=%s",
        "password: <password>, password='********', \"password\": \"[PASSWORD_1]\"",
        "self.password = settings.db_password; token = request.headers.get(\"X-Token\")",
        "{\"password\": {\"type\": \"string\", \"description\": \"The password of the user\"}}",
        "\"password\": \"string\", \"api_key\": \"your-api-key-goes-here-1\"",
        "PWD=/srv/shop OLDPWD=/home/alice",
        "postgres://alice:<password>@db/shop postgres://alice:${PGPASSWORD}@db/shop",
        "Authorization: Bearer <token>, Authorization: Bearer $TOKEN, bearer of bad news",
        "The password is wrong: try again. Bearer authentication-is-required here.",
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----",
    ];
    let redactor = Redactor::new(Kind::ALL.into_iter().filter(|kind| *kind != Kind::PublicIp));
    for text in harmless {
        let found: Vec<_> =
            redactor.scan(text).into_iter().map(|f| (f.kind, text[f.range].to_owned())).collect();
        assert!(found.is_empty(), "{found:?} in {text}");
    }
}
