"""What is said of trained models: their cards, what lies in their folders, and how they paint."""

SAID = {
    # cards
    "model {model} has no card in the film": "モデル {model} のカードがこの作品にありません",
    "model {model} is another one than its card is of, as its files differ": (
        "モデル {model} はカードのモデルと別物です（ファイルが違います）"
    ),
    "model {model} could be of several cards, {cards}, as a server tells no hashes": (
        "サーバーはハッシュを伝えないため、モデル {model} のカードがどれか決まりません（{cards}）"
    ),
    "the card of model {model} has no {what}": "モデル {model} のカードに記載がありません：{what}",
    "{path}: names no files, so it is no model's card; write it with: underpaint model add": (
        "{path}：ファイルの記載がなく、モデルのカードではありません。underpaint model add で作ってください"
    ),
    "a model's card needs its {what}; where its maker says nothing, write that down": (
        "モデルのカードには {what} が必要です。作者が公表していなければ、そのように書いてください"
    ),
    "{name} is no model's name; write the name that its maker gave it": (
        "{name} はモデルの名前ではありません。作者が付けた名前を書いてください"
    ),
    "{name} cannot be a model's name; use letters, digits, spaces and - and begin with a letter": (
        "{name} はモデルの名前に使えません。文字・数字・空白・- を使い、文字で始めてください"
    ),
    "{path}: there is a card of this name; give the new one another, or move the old one away": (
        "{path}：同じ名前のカードがあります。別の名前にするか、古いカードをよけてください"
    ),
    "{path}: this very model has a card already, {card}": "{path}：このモデルにはすでにカード {card} があります",
    "{path}: its files are not those of the card {card}, so it is another model; write it a card of its own": (
        "{path}：カード {card} とファイルが違うため、別のモデルです。そのカードを別に作ってください"
    ),
    "{path}: adherence_floor is {value}; give a number from 0 to 2, such as 0.8": (
        "{path}：adherence_floor が {value} です。0.8 のように 0 から 2 の数で書いてください"
    ),
    "{model} cannot be used: it was trained on board {board}, and {why}": (
        "{model} は使えません。ボード {board} を学習していますが、{why}"
    ),
    # painting
    "its lines are {score} as true as those of the boards, below the film's floor of {floor}": (
        "線の正確さがボードの {score} 倍で、作品の基準 {floor} に届いていません"
    ),
    (
        "without a card in the film: {models}; nothing that it has a part in can be Done. Write one with: underpaint model add"
    ): "カードのないモデル：{models}。これが関わったものは OK にできません。underpaint model add でカードを作ってください",
    (
        "was painted by model {model}, and something that it is painted from has changed; paint it with --engine and --model, or "
        "name it to paint it from the boards"
    ): (
        "モデル {model} で描かれ、その後に元になるものが変わっています。"
        "--engine と --model で描くか、カットを指定してボードから描いてください"
    ),
    "{cut}: the model's files were changed while it painted; paint it again": (
        "{cut}：描いている間にモデルのファイルが変わりました。もう一度描いてください"
    ),
    "{cut}: the workflow was changed since the painting began; paint it again": (
        "{cut}：描き始めてからワークフローが変わりました。もう一度描いてください"
    ),
    "--lora {lora}: its weight is {weight}; give a number, such as 0.8": (
        "--lora {lora}：重みが {weight} です。0.8 のように数で書いてください"
    ),
    "{cut}: can have no geometry of {other}, as a trained model painted there": (
        "{cut}：{other} は学習済みモデルが描いているため、その形に合わせられません"
    ),
    (
        "{cut} {take} was painted on a server; say which with --engine comfyui, or paint the place from the boards with --engine "
        "exemplar"
    ): (
        "{cut} {take} はサーバーで描かれています。"
        "--engine comfyui で指定するか、--engine exemplar でボードから描いてください"
    ),
    (
        "model {model} has no card in the film, so nothing says where it lies; name it with --engine and --model, or paint the "
        "place from the boards with --engine exemplar"
    ): (
        "モデル {model} のカードがないため、場所が分かりません。--engine と --model で指定するか、"
        "--engine exemplar でボードから描いてください"
    ),
    (
        "{cut} {take}: model {model} painted there already; a second one cannot join it. Paint the place with that one, or from "
        "the boards with --engine exemplar"
    ): (
        "{cut} {take} はモデル {model} が描いているため、別のモデルは重ねられません。"
        "同じモデルか、--engine exemplar でボードから描いてください"
    ),
    "{name} is neither a card of the film (of a {part}: {known}) nor there as a folder or file": (
        "{name} はこの作品のカード（{part}：{known}）にも、フォルダやファイルにもありません"
    ),
    "{name}: is the card of a {part}, not of a {wanted}": "{name}：{wanted} ではなく {part} のカードです",
    "{workflow}: loads {file}, and several cards have a file of that name: {cards}": (
        "{workflow}：{file} を読み込みますが、同じ名前のファイルを持つカードが複数あります：{cards}"
    ),
    "--engine comfyui needs a --workflow: a file that ComfyUI saves with File > Export Workflow (API)": (
        "--engine comfyui には --workflow が必要です（ComfyUI の File > Export Workflow (API) で保存したもの）"
    ),
    "{cut} {take} is of unknown origin: it has no source map, and no model painted it": (
        "{cut} {take} は出どころが不明です。出どころの記録がなく、モデルが描いたものでもありません"
    ),
    (
        "a picture by a trained model has no source map, as its paint comes from no board; leave out --source-map, or make the "
        "model's --rough and paint from that with the exemplar engine"
    ): (
        "学習済みモデルの絵はボードの絵の具ではないので、出どころの記録がありません。--source-map を外すか、"
        "モデルの --rough をもとに exemplar エンジンで描いてください"
    ),
    "--engine diffusion needs a --model: a folder on this machine, laid out as diffusers saves it": (
        "--engine diffusion には --model が必要です（diffusers の形で保存された、このマシンのフォルダ）"
    ),
    "there is no graphics card whose memory --vram could limit": "--vram で制限できるグラフィックカードがありません",
    "{model}: {family} keeps no composition of a picture; take another model": (
        "{model}：{family} は絵の構図を保てません。別のモデルを使ってください"
    ),
    "the model's own safety check held the picture back; try another seed, or other words": (
        "モデルの安全チェックが絵を止めました。別のシードか言葉で試してください"
    ),
    "the model returned no picture but numbers without end; its weights may need another precision": (
        "モデルが絵ではなく無限大の数を返しました。重みに別の精度が必要かもしれません"
    ),
    (
        "{model}: not enough graphics memory; give less of it with --vram, so that the model is brought there in parts, or close "
        "other programs"
    ): (
        "{model}：グラフィックメモリが足りません。--vram で小さく指定するとモデルを分けて載せます。"
        "または他のプログラムを閉じてください"
    ),
    "{path}: {kind} is no ControlNet that diffusers knows": "{path}：{kind} は diffusers の ControlNet ではありません",
    "{path}: a ControlNet for pictures of several kinds (union); take one for lines alone": (
        "{path}：複数の種類の絵に使う ControlNet（union）です。線専用のものを使ってください"
    ),
    (
        "{path}: diffusers has no way to use a ControlNet with this family of models from picture to picture ({family}); leave "
        "out --controlnet"
    ): (
        "{path}：この系統のモデル（{family}）では、diffusers は絵から絵を作るときに ControlNet を使えません。"
        "--controlnet を外してください"
    ),
    "{given} GB of graphics memory; a picture alone takes {least} GB or more: close other programs, or raise --vram": (
        "グラフィックメモリが {given} GB です。絵だけで {least} GB 以上必要です。"
        "他のプログラムを閉じるか、--vram を上げてください"
    ),
    "strength {strength}; it is above 0, which changes nothing, and at most 1, which keeps nothing": (
        "強さが {strength} です。0 より大きく 1 以下にしてください（0 は何も変えず、1 は何も残しません）"
    ),
    "{steps} steps; a drawing takes 1 to 500": "ステップ数が {steps} です。1 から 500 にしてください",
    "guidance {guidance}; it is 0, for models that were made to paint without it, to 100": (
        "ガイダンスが {guidance} です。0（ガイダンスなしで描くモデル用）から 100 にしてください"
    ),
    # model folders
    "{path}: damaged, or not whole; copy it again": "{path}：壊れているか、途中までです。コピーし直してください",
    "{path}: model_index.json names code of its own as its pipeline; no model's code is ever run": (
        "{path}：model_index.json が独自のプログラムを指定しています。モデルのプログラムは実行しません"
    ),
    "{path}: parts come in different forms only ({forms}); save the model in one": (
        "{path}：部品の形式が揃っていません（{forms}）。一つの形式で保存してください"
    ),
    "{path}: config.json says {kind}, not a ControlNet; a whole model goes to --model": (
        "{path}：config.json は {kind} で、ControlNet ではありません。モデル全体は --model に指定します"
    ),
    "{path}: holds no LoRA; one has weights whose names say so": "{path}：LoRA ではありません（重みの名前に lora がありません）",
    "{path}: holds no IP-Adapter; one has weights called ip_adapter and image_proj": (
        "{path}：IP-Adapter ではありません（ip_adapter と image_proj の重みがありません）"
    ),
    "{path}: there is no folder image_encoder beside it; an IP-Adapter sees its picture through that": (
        "{path}：隣に image_encoder フォルダがありません。IP-Adapter はそれで絵を見ます"
    ),
    "{path}: {state}; a {kind} is a folder on this machine, and nothing is ever fetched": (
        "{path}：{state}。{kind} はこのマシンのフォルダです。ダウンロードはしません"
    ),
    "{path}: has no {file}; {hint}": "{path}：{file} がありません（{hint}）",
    "{path}: damaged, it holds no settings; copy the model again": (
        "{path}：壊れていて、設定がありません。モデルをコピーし直してください"
    ),
    "{path}: a program beside a model; code that comes with a model is never run, take it out": (
        "{path}：モデルにプログラムが付いています。実行しないので、取り除いてください"
    ),
    "{path}: this part of the model has no settings (.json); copy the model again": (
        "{path}：モデルの部品に設定（.json）がありません。モデルをコピーし直してください"
    ),
    "{path}: this part of the model has no weights (.safetensors); copy the model again": (
        "{path}：モデルの部品に重み（.safetensors）がありません。モデルをコピーし直してください"
    ),
    "{path}: pickled weights, which can run code when they are opened; get it as .safetensors": (
        "{path}：pickle 形式の重みは開くだけでプログラムが動くことがあります。.safetensors 版を使ってください"
    ),
    "{path}: pickled weights, which can run code when they are opened; get this model as .safetensors": (
        "{path}：pickle 形式の重みは開くだけでプログラムが動くことがあります。このモデルの .safetensors 版を使ってください"
    ),
    "{path}: weights are read from .safetensors alone": "{path}：読める重みは .safetensors だけです",
    "{path}: holds several ({files}); give the file itself": "{path}：複数あります（{files}）。ファイルを指定してください",
    "{path}: holds no .safetensors; weights are read from those alone": (
        "{path}：.safetensors がありません。読める重みはそれだけです"
    ),
    "{path}: the part {part} is of {library}, not of diffusers or transformers; code that comes with a model is never run": (
        "{path}：部品 {part} は {library} のもので、diffusers や transformers ではありません。モデルのプログラムは実行しません"
    ),
    "{path}: the part {part} that model_index.json names is missing; copy the whole model again": (
        "{path}：model_index.json にある部品 {part} がありません。モデル全体をコピーし直してください"
    ),
    "{path}: larger than {most} bytes, so these are no settings": "{path}：{most} バイトを超えるので、設定ではありません",
    "{path}: damaged, it is no JSON; copy the model again": "{path}：壊れた JSON です。モデルをコピーし直してください",
    "{path}: an adapter inside a model's part; give a LoRA with --lora instead": (
        "{path}：モデルの部品の中にアダプターがあります。LoRA は --lora で指定してください"
    ),
    "{path}: asks for code of its own (auto_map); code that comes with a model is never run": (
        "{path}：独自のプログラム（auto_map）を求めています。モデルのプログラムは実行しません"
    ),
    "{path}: damaged, it names no files; copy the model again": (
        "{path}：壊れていて、ファイルの記載がありません。モデルをコピーし直してください"
    ),
    "{path}: {file}, which {index} names, is missing; copy the model again": (
        "{path}：{index} にある {file} がありません。モデルをコピーし直してください"
    ),
}
