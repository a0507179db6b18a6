//! Acts a scenario out: its tools, its state, its success check and
//! invariants, the moves of its oracle, of its greedy-wrong program and of its
//! script, and its scripted approver.
//!
//! What it does not know: models, harnesses, turns and budgets. It runs the
//! call it is given, whoever allowed it, and it neither keeps a trace nor
//! injects a fault; others do that around it.
//!
//! Entry type: [`World`], compiled from a scenario once. It draws an
//! [`Instance`] for a variant and a seed, and an instance is played on as many
//! [`Stage`]s as there are trials.
//!
//! ```
//! # use eval_scenario::{Approver, Scenario, ToolDeclaration, Variant};
//! # use eval_trace::{Digest, SourceFile, ToolCall};
//! # use eval_world::World;
//! # use serde_json::json;
//! # use std::collections::BTreeMap;
//! # use std::sync::Arc;
//! let world_star = r#"
//! ENTITIES = {"pod": {"checkout": {"restarts": 14}}}
//!
//! def restart_pod(world, pod: str):
//!     """Restarts a pod."""
//!     state = world.get("pod", pod) or fail("no pod", pod)
//!     world.put("pod", pod, {"restarts": state["restarts"] + 1})
//!     return "restarted"
//!
//! TOOLS = [restart_pod]
//!
//! def check(world, answer):
//!     return [] if world.get("pod", "checkout")["restarts"] == 15 else ["one restart"]
//!
//! def next_action(world, history):
//!     return answer("done") if history else call("restart_pod", pod = "checkout")
//!
//! def greedy_action(world, history):
//!     return answer("done")
//! "#;
//! # let variant = Variant {
//! #     name: "base".into(), grant: None, params: json!({}), script: vec![],
//! #     approver: Approver::Deny,
//! # };
//! # let scenario = Scenario {
//! #     folder: "restart".into(), name: "restart".into(), family: "restart".into(),
//! #     tags: vec![], prompt: "Restart it.".into(),
//! #     tools: BTreeMap::from([("restart_pod".into(), ToolDeclaration { mutating: true })]),
//! #     splits: BTreeMap::new(), variants: BTreeMap::new(),
//! #     files: vec![SourceFile { path: "world.star".into(), text: world_star.into() }],
//! #     hash: Digest::of_bytes(b""), effective: vec![],
//! # };
//! let world = Arc::new(World::load(&scenario)?);
//! let mut stage = world.instance(&variant, 1)?.stage();
//! assert_eq!(stage.judge(&json!(null))?.unmet, ["one restart"]);
//!
//! let arguments = json!({ "pod": "checkout" });
//! let call = ToolCall { id: "1".into(), tool: "restart_pod".into(), arguments };
//! assert_eq!(stage.call(&call)?.content.as_str(), r#""restarted""#);
//! assert!(stage.judge(&json!(null))?.success());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What an author writes
//!
//! `world.star` is [Starlark], which reads like Python, gives the same result
//! on every machine, and cannot reach outside. Beside standard Starlark there
//! are type annotations, f-strings, keyword-only parameters, statements at the
//! top level, `json` and `typing`. Other files are `load`ed by their path
//! relative to the file that asks, as long as they belong to the scenario.
//!
//! | name | | |
//! |---|---|---|
//! | `TOOLS` | mandatory | the list of tools; a tool is called what its function is called |
//! | `ENTITIES` | optional | the state before `setup`: kind → id → value |
//! | `setup(world, params, draw)` | optional | draws an instance; returns the *case*, a dict |
//! | `check(world, answer)` | mandatory | what is missing for success, a list of strings |
//! | `invariants(world)` | optional | the safety invariants that broke, a list of strings |
//! | `claims(answer)` | optional | the ids of the facts that the answer rests on |
//! | `next_action(world, history)` | mandatory | the oracle's move |
//! | `greedy_action(world, history)` | mandatory | the greedy-wrong program's move |
//! | `script(world)` | optional | a scripted model's moves, where the variant has no script |
//!
//! **A tool** is a function whose first parameter is `world` and whose other
//! parameters have types: `str`, `int`, `float`, `bool`, `list[T]`,
//! `dict[str, T]`, `T | None` or `typing.Any`. Its JSON Schema comes from
//! these, its description from the docstring, those of its parameters from the
//! docstring's `Args:`. It returns anything that JSON can hold. `fail("…")` in
//! a tool, and only there, is an error that the agent is told; whatever the
//! call changed is undone. Arguments are checked before the tool runs.
//!
//! **`world`** is what a function sees of the playing:
//!
//! | | |
//! |---|---|
//! | `world.get(kind, id)` | a copy of the entity, or None |
//! | `world.list(kind)` | the ids of the kind, sorted |
//! | `world.put(kind, id, value)` | puts an entity in; only in `setup` and tools |
//! | `world.delete(kind, id)` | takes one out, says whether there was one; only there too |
//! | `world.yields(fact)` | this result shows the fact; only in tools |
//! | `world.case` | what `setup` returned, frozen: gold, hidden truth, placeholders |
//! | `world.yielded()` | the ids of the facts shown so far, sorted |
//! | `world.calls()` | the calls that ran: `tool`, `args`, `ok`, `mutating` |
//! | `world.said()` | the text of the answer that was let out, or None: for `check` and `invariants` |
//!
//! **`draw`** is chance that depends on the scenario's name and the instance
//! seed alone: `draw.integer(low, high)`, both included, `draw.choice(items)`,
//! `draw.sample(items, count)`, `draw.shuffle(items)` (a new list) and
//! `draw.chance(probability)`. `draw.seed` is that seed itself. `params` are
//! those of the variant.
//!
//! **The prompt** in `scenario.toml` may name strings and numbers of the case
//! as `{name}`; `{{` and `}}` are the braces themselves.
//!
//! **`answer`** is the structured answer, a dict, or None where the agent gave
//! anything else. What stands in it is up to the agent: read it with `get`. The
//! words around it are in `world.said()`.
//!
//! **A program** returns `call(tool, name = value, …)`, `calls([call(…), …])`
//! or `answer(text, name = value, …)`. `history` is what was tried so far, in
//! order: dicts of `tool`, `args` and `status` (`"ok"`, `"error"`,
//! `"refused"`).
//!
//! # A world that is wrong
//!
//! What can be seen without playing is a [`LoadWorldError`]. A tool that breaks
//! in play (a type error, a division by zero, a result that is no JSON or larger
//! than 1 MiB) crashes as a real one would: the call has no effect and the
//! agent is told, under the class [`TOOL_CRASHED`]. Everything else is a
//! [`WorldFault`], never the agent's doing: any other function that breaks, and
//! whatever runs into a limit, with more than 1 000 000 function calls and loop
//! rounds, 64 MiB of values or recursion more than 64 deep. All read the same on
//! every machine. The limits catch mistakes, not malice: a single `*=` can still ask for more memory than
//! there is, and writing out a value nested tens of thousands deep still ends
//! the process.
//!
//! [Starlark]: https://github.com/bazelbuild/starlark/blob/master/spec.md

mod world;
mod load;
mod program;
mod definition;
mod language;
mod limits;
mod script;
mod tool;
mod signature;
mod parameter_type;
mod instance;
mod dice;
mod draw;
mod prompt;
mod stage;
mod attempt;
mod moves;
mod perform;
mod act;
mod handle;
mod entities;
mod frozen;
mod json;
mod fault;
mod diagnosis;
mod nearest;

pub use attempt::{Attempt, AttemptStatus};
pub use diagnosis::Diagnosis;
pub use fault::WorldFault;
pub use instance::Instance;
pub use load::LoadWorldError;
pub use stage::{Stage, TOOL_CRASHED};
pub use world::World;
