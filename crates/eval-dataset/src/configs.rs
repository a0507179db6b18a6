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
        Format::TrlSft | Format::TrlSftMasked => {
            vec![trl("sft", manifest, length, "assistant_only_loss: true\n")]
        }
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

fn trl(stage: &'static str, manifest: &DatasetManifest, length: u64, more: &str) -> Config {
    let loader = if manifest.parquet { "parquet" } else { "json" };
    let train = format!("    train: {}\n", data_file(manifest, "train"));
    let validation = match manifest.rows.validation {
        0 => String::new(),
        _ => format!("    validation: {}\n", data_file(manifest, "validation")),
    };
    let text = format!(
        "# trl {stage} --config trl.yaml --model_name_or_path MODEL\n\
         datasets:\n- path: {loader}\n  data_files:\n{train}{validation}\
         max_length: {length}          # the default of 1024 cuts longer rows without a word\n{more}"
    );
    Config { path: "configs/trl.yaml", says: "for TRL", language: "yaml", text }
}

fn axolotl(manifest: &DatasetManifest, length: u64) -> Config {
    let loader = if manifest.parquet { "parquet" } else { "json" };
    let text = format!(
        "# axolotl train axolotl.yaml\n\
         base_model: MODEL\n\
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
        "# llamafactory-cli train llamafactory.yaml\n\
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
