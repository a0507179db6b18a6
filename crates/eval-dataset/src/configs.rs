//! Ready files for trainers, with the length that loses nothing.

use eval_formats::Format;

use crate::manifest::DatasetManifest;

/// A file for a trainer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Config {
    /// Its path in the data set's folder.
    pub(crate) path: &'static str,
    /// What it is for; reads after its name.
    pub(crate) says: &'static str,
    pub(crate) language: &'static str,
    pub(crate) text: String,
}

/// A multiple of 64 that no row is longer than: by the tokenizer where it is the real one, by
/// bytes where it is not.
pub(crate) fn max_length(manifest: &DatasetManifest) -> u64 {
    let tokens = &manifest.tokens;
    let longest = if tokens.is_exact { tokens.longest } else { tokens.longest_bytes };
    longest.div_ceil(64).max(1) * 64
}

/// The files for the trainers that take the format.
pub(crate) fn configs(manifest: &DatasetManifest) -> Vec<Config> {
    let Some(format) = Format::from_name(&manifest.format) else { return Vec::new() };
    let length = max_length(manifest);
    match format {
        // TRL reads tools from strings, and nothing else.
        Format::TrlSft
        | Format::TrlSftCompletion
        | Format::TrlSftMasked
        | Format::TrlDpo
        | Format::TrlKto
            if manifest.parquet =>
        {
            Vec::new()
        }
        Format::TrlSft => vec![trl("sft", manifest, length, "assistant_only_loss: true\n")],
        Format::TrlSftMasked => vec![trl("sft", manifest, length, MASKED)],
        Format::TrlSftCompletion => {
            vec![trl("sft", manifest, length, "completion_only_loss: true\n")]
        }
        Format::TrlDpo => vec![trl("dpo", manifest, length, "")],
        Format::TrlKto => {
            // The KL term takes completions from the same batch.
            vec![trl("kto", manifest, length, "per_device_train_batch_size: 4\n")]
        }
        Format::AxolotlChat => vec![axolotl(manifest, length)],
        Format::LlamafactorySharegpt => vec![llamafactory("sft", manifest, length)],
        Format::LlamafactoryDpo => vec![llamafactory("dpo", manifest, length)],
        Format::LlamafactoryKto => vec![llamafactory("kto", manifest, length)],
        Format::OpenaiSft
        | Format::OpenaiDpo
        | Format::OpenaiRft
        | Format::TrlPrm
        | Format::MsSwift
        | Format::MsSwiftDpo
        | Format::MsSwiftKto => Vec::new(),
    }
}

/// Without a template that reads `train`, TRL takes one that does not, and trains every turn.
const MASKED: &str = "assistant_only_loss: true
chat_template_path: chat_template.jinja   # the model's own, made to read `train`: see README.md
";

fn trl(stage: &'static str, manifest: &DatasetManifest, length: u64, more: &str) -> Config {
    let text = format!(
        "# in the data set's folder: trl {stage} --config configs/trl.yaml --model_name_or_path MODEL\n\
         datasets:\n- path: json\n  data_files:\n    train: {}\n\
         max_length: {length}          # the default of 1024 cuts longer rows without a word\n{more}",
        data_file(manifest, "train")
    );
    Config {
        path: "configs/trl.yaml",
        says: "for TRL, which reads no validation file",
        language: "yaml",
        text,
    }
}

fn axolotl(manifest: &DatasetManifest, length: u64) -> Config {
    let loader = if manifest.parquet { "parquet" } else { "json" };
    let text = format!(
        "# in the data set's folder: axolotl train configs/axolotl.yaml\n\
         base_model: MODEL\n\
         learning_rate: 0.00001        # yours\n\
         chat_template: tokenizer_default\n\
         datasets:\n\
         - path: {}\n\
         \x20 ds_type: {loader}\n\
         \x20 type: chat_template\n\
         \x20 field_messages: messages\n\
         \x20 message_field_training: train\n\
         \x20 roles_to_train: [assistant]\n\
         \x20 train_on_eos: turn\n\
         sequence_len: {length}\n\
         excess_length_strategy: raise   # rather than cut\n",
        data_file(manifest, "train")
    );
    Config { path: "configs/axolotl.yaml", says: "for Axolotl", language: "yaml", text }
}

fn llamafactory(stage: &str, manifest: &DatasetManifest, length: u64) -> Config {
    let text = format!(
        "# in the data set's folder: llamafactory-cli train configs/llamafactory.yaml\n\
         model_name_or_path: MODEL\n\
         stage: {stage}\n\
         do_train: true\n\
         finetuning_type: lora\n\
         dataset_dir: .\n\
         dataset: {}\n\
         template: qwen3_nothink       # the one of MODEL\n\
         cutoff_len: {length}          # the default of 2048 cuts longer rows without a word\n",
        manifest.name
    );
    Config { path: "configs/llamafactory.yaml", says: "for LLaMA-Factory", language: "yaml", text }
}

/// The file of one side, relative to the data set's folder.
pub(crate) fn data_file(manifest: &DatasetManifest, side: &str) -> String {
    if manifest.parquet {
        format!("data/{side}-00000-of-00001.parquet")
    } else {
        format!("data/{side}.jsonl")
    }
}

/// What to know of a format before training, beside what its file says.
pub(crate) fn notes(manifest: &DatasetManifest) -> Vec<&'static str> {
    let Some(format) = Format::from_name(&manifest.format) else { return Vec::new() };
    let mut notes = Vec::new();
    if manifest.parquet && format != Format::AxolotlChat {
        notes.push(
            "What is nested stands as JSON in columns of strings. A trainer that does not read it \
             there would train the JSON itself: map `json.loads` over those columns first.",
        );
    }
    match format {
        Format::TrlSftMasked => notes.push(
            "TRL has no mask for single turns. The template has to read `train`: around the body of \
             the assistant's turn, in place of `{% generation %}BODY{% endgeneration %}`, write \
             `{% if message.train is defined and message.train is false %}BODY{% else %}\
             {% generation %}BODY{% endgeneration %}{% endif %}`; the tag that a leading comment names is \
             another. With any other template the bad \
             turns are trained without a word; `trl-sft-completion` needs no template.",
        ),
        Format::MsSwift | Format::MsSwiftDpo | Format::MsSwiftKto => notes.push(
            "`loss` on calls is honoured by ms-swift from 4.2.0 on; before, it trains masked calls.",
        ),
        _ => {}
    }
    let has_objects = matches!(
        format,
        Format::TrlSft
            | Format::TrlSftCompletion
            | Format::TrlSftMasked
            | Format::TrlDpo
            | Format::TrlKto
    );
    if has_objects && !manifest.parquet {
        notes.push(
            "Arguments are objects, as TRL wants them: read the file with `datasets` 4.7 or later. \
             Before, each call is given the arguments of every other, as nulls.",
        );
    }
    notes
}
