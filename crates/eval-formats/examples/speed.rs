#![allow(warnings, clippy::all, clippy::pedantic)]
use eval_formats::*;
use std::sync::Arc;
fn cpu() -> f64 {
    let s = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    s.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}
#[derive(Clone, Copy)]
struct Instant(f64);
impl Instant {
    fn now() -> Self {
        Self(cpu())
    }
    fn elapsed(self) -> std::time::Duration {
        std::time::Duration::from_secs_f64(cpu() - self.0)
    }
}
fn row(i: usize, n_tools: usize) -> Row {
    let p = serde_json::json!({"type":"object","properties":{"cmd":{"type":"string","description":"The command to run"},"timeout":{"type":"integer"}},"required":["cmd"]});
    let names: Vec<String> = (0..n_tools).map(|t| format!("tool_{t}")).collect();
    let tools = Arc::new(Tools::of(
        names
            .iter()
            .map(|n| (n.as_str(), "Runs a command in the shell and gives what it printed.", &p)),
    ));
    let mut m = vec![
        Message::plain(
            Role::System,
            "You are a careful operator. Look before you act, and say what you found in one sentence.",
        ),
        Message::plain(
            Role::User,
            format!(
                "checkout-7f9c is failing with 502 since 10:{i}. Find out why; restart nothing that is healthy."
            ),
        ),
    ];
    for c in 0..6 {
        let id: Arc<str> = format!("call_{c}").into();
        let mut a = Message::plain(
            Role::Assistant,
            if c % 2 == 0 {
                ""
            } else {
                "The logs say that the pod cannot reach its database, so I look at the network policy."
            },
        );
        a.calls = vec![Call {
            id: id.clone(),
            tool: format!("tool_{}", c % n_tools).into(),
            arguments:
                r#"{"cmd":"kubectl logs checkout-7f9c --tail=50 | grep \"timeout\"","timeout":30}"#
                    .into(),
        }];
        a.trained = c != 2;
        m.push(a);
        let mut t = Message::plain(Role::Tool, "2026-11-20T10:02:11Z ERROR connect to db-0.db:5432: timeout after 5s\n{\"level\":\"warn\",\"msg\":\"retrying in 2s\",\"attempt\":3}\n".repeat(3));
        t.call_id = Some(id);
        m.push(t);
    }
    let mut a = Message::plain(
        Role::Assistant,
        "The network policy `db-only` no longer lists the checkout pods; add the label back and the 502s end.",
    );
    a.trained = true;
    m.push(a);
    Row::Chat(Chat { messages: m, tools })
}
fn main() {
    let rows: Vec<Row> = (0..1000).map(|i| row(i, 4)).collect();
    for format in [Format::OpenaiSft, Format::TrlSftMasked, Format::AxolotlChat, Format::MsSwift] {
        let mut out = Vec::new();
        for _ in 0..3 {
            let mut bytes = 0;
            let t = Instant::now();
            for round in 0..50 {
                out.clear();
                for r in &rows {
                    write_row(format, r, &mut out).unwrap();
                }
                bytes += out.len();
            }
            let s = t.elapsed().as_secs_f64();
            println!(
                "{} {} B/row {:.0} MB/s {:.2} µs/row",
                format.name(),
                out.len() / rows.len(),
                bytes as f64 / 1e6 / s,
                s * 1e6 / (50.0 * rows.len() as f64)
            );
        }
    }
    let text = "2026-11-20T10:02:11Z ERROR connect to db-0.db:5432: timeout after 5s\n{\"level\":\"warn\",\"msg\":\"retrying in 2s\",\"attempt\":3}\n".repeat(30);
    let mut out = Vec::new();
    let t = Instant::now();
    let mut n = 0;
    for _ in 0..20000 {
        out.clear();
        serde_json::to_writer(&mut out, &text).unwrap();
        n += out.len();
    }
    println!("serde_json string {:.0} MB/s", n as f64 / 1e6 / t.elapsed().as_secs_f64());

    for (name, t) in [("logs", text.clone()), ("prose", "The network policy no longer lists the checkout pods; add the label back and the five-oh-twos end there.\n".repeat(30))] {
        let mut a = Message::plain(Role::Assistant, "x"); a.trained = true;
        let row = Row::Chat(Chat { messages: vec![Message::plain(Role::User, t.clone()), a], tools: Arc::new(Tools::of([])) });
        for _ in 0..3 {
        let c = Instant::now(); let mut n = 0;
        for _ in 0..20000 { out.clear(); write_row(Format::OpenaiSft, &row, &mut out).unwrap(); n += out.len(); }
        println!("{name} - - {:.0} MB/s", n as f64/1e6/c.elapsed().as_secs_f64());
        let c = Instant::now(); let mut n = 0;
        for _ in 0..20000 { out.clear(); serde_json::to_writer(&mut out, &t).unwrap(); n += out.len(); }
        println!("{name}-serde - - {:.0} MB/s", n as f64/1e6/c.elapsed().as_secs_f64());
        }
    }
}
