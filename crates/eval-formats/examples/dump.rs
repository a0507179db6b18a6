#![allow(warnings, clippy::all, clippy::pedantic)]
#[path = "../tests/it/rows.rs"]
mod rows;
use eval_formats::*;
use rows::*;
use std::fs;
fn main() {
    let dir = "/tmp/fmt-out";
    fs::create_dir_all(dir).unwrap();
    let simple = Row::Chat(Chat {
        messages: vec![user("Hi 日本 \u{1b}"), assistant("Ho", &[])],
        tools: std::sync::Arc::new(Tools::of([])),
    });
    let mut comp = everything();
    comp.messages[4].trained = false;
    let pl = |reply: Message, good| Row::Labelled { prompt: prompt(), completion: reply, good };
    let p2 = Row::Pair {
        prompt: Chat { messages: vec![user("Hi")], tools: std::sync::Arc::new(Tools::of([])) },
        chosen: assistant("Good", &[]),
        rejected: assistant("Bad", &[]),
    };
    let l2 = |g| Row::Labelled {
        prompt: Chat { messages: vec![user("Hi")], tools: std::sync::Arc::new(Tools::of([])) },
        completion: assistant("Good", &[]),
        good: g,
    };
    for &f in Format::ALL {
        let rows: Vec<Row> = match f {
            Format::OpenaiSft | Format::TrlSftMasked | Format::AxolotlChat | Format::MsSwift => {
                vec![Row::Chat(everything()), simple.clone(), Row::Chat(everything_trained())]
            }
            Format::TrlSft => vec![Row::Chat(everything_trained()), simple.clone()],
            Format::TrlSftCompletion => vec![Row::Chat(comp.clone()), simple.clone()],
            Format::LlamafactorySharegpt => vec![Row::Chat(everything_apart()), simple.clone()],
            _ => match f.shape() {
                Shape::Pair => vec![pair(), p2.clone()],
                Shape::Labelled => vec![labelled(), pl(better(), true), l2(true), l2(false)],
                Shape::Steps => vec![steps()],
                Shape::Task => vec![task()],
                Shape::Chat => unreachable!(),
            },
        };
        let mut out = vec![];
        for _ in 0..5 {
            for r in &rows {
                write_row(f, r, &mut out).unwrap();
            }
        }
        fs::write(format!("{dir}/{}.jsonl", f.name()), out).unwrap();
    }
}
