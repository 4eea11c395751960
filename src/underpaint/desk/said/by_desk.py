"""What the desk itself says of a request that it cannot follow."""

SAID = {
    "there is no such file": "そのようなファイルはありません",
    "{name} is not among the film's people": "{name} はこの作品のスタッフに登録されていません",
    "the page speaks {languages}, not {language}": "画面の言語は {languages} です（指定：{language}）",
    "cuts are being painted already; wait for them, or stop them": "すでに描いている最中です。終わるのを待つか、中止してください",
    "the painting was stopped from outside": "描画が外から止められました",
    "the painting failed; the desk's log says why": "描画に失敗しました。理由はデスクのログにあります",
    "not enough memory for a picture of this size; close other programs": (
        "この大きさの画像にはメモリが足りません。他のソフトを閉じてください"
    ),
    "a newer request took the place of this one": "新しい指示に置き換わりました",
    "this is no painting; save it as PNG, TIFF, JPEG or WebP": (
        "画像として読めません。PNG・TIFF・JPEG・WebP のどれかで保存してください"
    ),
    "{kind} is no step; steps are {kinds}": "{kind} という操作はありません。操作は {kinds} です",
    "the film's palette has no material {material}": "作品のパレットに材質 {material} がありません",
    "board {board} was changed by somebody else just now; look at it and try again": (
        "ボード {board} はたった今ほかの人が変更しました。内容を確かめて、もう一度行ってください"
    ),
    "{name} is no card of a {part} in the film; see them with: underpaint model list": (
        "{name} は、この作品にある {part} のカードではありません。一覧は underpaint model list で見られます"
    ),
    "JSON was expected here": "JSON ではないものが送られました",
    "a JSON object was expected": "JSON のオブジェクトではないものが送られました",
    "{name} must be words, at most {limit} letters": "{name} は {limit} 文字までの文字列にしてください",
    "{name} must be a list of words, at most {limit}": "{name} は {limit} 個までの文字列の一覧にしてください",
    "{name} must be a number from {low} to {high}": "{name} は {low} から {high} までの数にしてください",
    "{name} must be a list of numbers, at most {limit}": "{name} は {limit} 個までの数の一覧にしてください",
    "a file was expected here": "ファイルではないものが送られました",
    "the file is larger than the {limit} MiB that are taken": "ファイルが大きすぎます。受け取れるのは {limit} MiB までです",
    "the file is empty": "ファイルが空です",
    "more than {limit} bytes of JSON came in; nothing was changed": (
        "送られた JSON が {limit} バイトを超えています。何も変更していません"
    ),
    "what came in is no JSON": "送られたものは JSON ではありません",
    "there is no paper {kind}": "{kind} という書類はありません",
    "this is not the file that was looked at; drop it again": (
        "先ほど調べたファイルと違います。もう一度ドロップしてください"
    ),
    "{cut} has no take {take}": "{cut} にテイク {take} はありません",
    "{name} cannot be handed in; it must be the .psd, .psb or .ora file of this cut": (
        "{name} は提出できません。このカットの .psd・.psb・.ora ファイルを渡してください"
    ),
    "{name} is not a file of this film": "{name} はこの作品のファイルではありません",
    "no cut {cut} in this film": "この作品にカット {cut} はありません",
    "no board {board} in this film": "この作品にボード {board} はありません",
    "points must be a list of x and y": "points は x と y の一覧にしてください",
    "x and y must be whole numbers": "x と y は整数にしてください",
    "x and y must be numbers": "x と y は数にしてください",
    "{cut} has no {what} yet": "{cut} にはまだ {what} がありません",
    "say first who is at the desk, at the top of the page": "先に、画面の右上で作業する人を選んでください",
    "settings must be an object with some of {names}": "settings は {names} のいずれかを持つオブジェクトにしてください",
    "that is outside of the picture": "画面の外です",
    "no seed {seed}": "シード {seed} はありません",
    "the tuning must be an object: material to its settings": "調整は、材質ごとの設定を持つオブジェクトにしてください",
    "the tuning is no JSON": "調整が JSON ではありません",
    "{cut} has no material map yet": "{cut} にはまだ材質マップがありません",
    "{cut} {take} has no {role}": "{cut} {take} に {role} はありません",
    "this picture is not known; load the page again": "この画像はもうありません。ページを再読み込みしてください",
    "no picture of {width} px": "幅 {width} px の画像はありません",
    "no such tile in this picture": "この画像にその部分はありません",
    "{name}: was changed since it was recorded; load the page again": (
        "{name}：記録の後に変更されています。ページを再読み込みしてください"
    ),
    "{cut} has no layout yet": "{cut} にはまだレイアウトがありません",
    "work files are written as {suffixes}": "作業ファイルの形式は {suffixes} です",
    "{cut} has no work file {name}": "{cut} に作業ファイル {name} はありません",
    "this file is no longer at the desk; drop it again": "このファイルはもう手元にありません。もう一度ドロップしてください",
    "no room in the temporary folder for a picture ({reason})": "一時フォルダーに画像を置く空きがありません（{reason}）",
}
