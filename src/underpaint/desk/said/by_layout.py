"""What is said of drawings, regions and maps, of layouts and of boards."""

SAID = {
    "painting: an array {shape} of {kind}; expected (h, w, 3 or 4) uint8 or uint16": (
        "絵の配列が {shape} {kind} です。(h, w, 3 か 4) の uint8 か uint16 が必要です"
    ),
    "painting: {width} x {height} px; each side is {least} to {most} px": (
        "絵が {width} x {height} px です。一辺は {least} から {most} px です"
    ),
    "scribbles: an array {shape} of {kind}; expected {wanted} of whole numbers": (
        "印の配列が {shape} {kind} です。{wanted} の整数が必要です"
    ),
    "no scribbles: draw at least one over each material of the painting": (
        "まだ印がありません。絵の中の材質ごとに、一つ以上の印を付けてください"
    ),
    "scribbles of one material only; draw at least one over every material of the painting": (
        "印が一つの材質にしかありません。絵の中のすべての材質に印を付けてください"
    ),
    "the point {x}, {y} lies outside the picture of {width} x {height} px": (
        "点 {x}, {y} は {width} x {height} px の画面の外です"
    ),
    "a line of {count} points lies outside the picture of {width} x {height} px": (
        "{count} 点の線が {width} x {height} px の画面の外です"
    ),
    "an empty page: nothing is drawn inside its frame": "白紙です。フレームの中に何も描かれていません",
    "a drawing of {width} x {height} px; at least {least} px a side are needed": (
        "原図が {width} x {height} px です。一辺 {least} px 以上が必要です"
    ),
    "the page is dark all over; a drawing is dark pencil on light paper: invert it, or scan it again": (
        "全体が暗すぎます。原図は明るい紙に濃い鉛筆線です。反転するか、スキャンし直してください"
    ),
    (
        "no drawing but a photograph or a painting: where no line is, it is {share} as light in one place as in another, and "
        "paper at least {least}; give the pencil lines alone"
    ): (
        "原図ではなく、写真か絵のようです。線のない所の明るさが場所により {share} まで落ちています（紙なら {least} 以上）。"
        "鉛筆線だけの画像にしてください"
    ),
    "an empty page: no pencil line is on it": "白紙です。鉛筆線がありません",
    (
        "no drawing but a photograph or a painting: only {share} of it is bare paper, and a drawing has at least {least}; give "
        "the pencil lines alone"
    ): (
        "原図ではなく、写真か絵のようです。紙のままの所が {share} しかありません（原図なら {least} 以上）。"
        "鉛筆線だけの画像にしてください"
    ),
    "regions of {shape} px with lines of {lines}; they must have one size": (
        "場所が {shape} px、線が {lines} です。同じ大きさにしてください"
    ),
    "{count} named regions of {materials} materials in earlier cuts": (
        "候補のもと：前のカットの {count} か所、材質 {materials} 種"
    ),
    "nothing to learn from: {count} named regions in earlier cuts, at least {least} of two materials are needed": (
        "候補のもとになるカットがまだありません（前のカットで材質の付いた場所 {count} か所、"
        "二種類以上の材質で {least} か所必要）"
    ),
    "the word {material} at {x}, {y} lies outside the frame on the sheet": (
        "材質「{material}」の点 {x}, {y} がフレームの外です"
    ),
    "no words: name at least one region, each word a material with its point": (
        "材質がまだありません。一か所以上に材質を付けてください"
    ),
    "the palette has no material {material} (word at {x}, {y}); {why}": (
        "材質 {material} がパレットにありません（{x}, {y}）。{why}"
    ),
    "nearest: {names}": "近い名前：{names}",
    "known: {names}": "ある材質：{names}",
    "the word {material} at {x}, {y} lies outside the picture of {width} x {height} px": (
        "材質 {material} の点 {x}, {y} は {width} x {height} px の画面の外です"
    ),
    "no line of the drawing closes a region off (gaps up to {gap} px were closed); close the outlines, or allow wider gaps": (
        "線で閉じた場所がありません（{gap} px までの切れ目は閉じました）。線を閉じるか、切れ目の幅を広げてください"
    ),
}
