"""What the painting engine says of a request that it cannot follow."""

SAID = {
    "{count} boards given; paint comes from 1 to {most} of them": (
        "ボードが {count} 枚です。使えるのは 1 から {most} 枚です"
    ),
    "stage {stage}; it is one of {stages}": "段階が {stage} です。使えるのは {stages} です",
    "seed {seed}; it is a whole number from 0 to {most}": "シードが {seed} です。0 から {most} の整数にしてください",
    (
        "board {board}: the painting is {size} but its material map {map}; draw the map over the painting at the painting's "
        "size"
    ): "ボード {board}：絵が {size}、材質マップが {map} です。絵と同じ大きさのマップにしてください",
    "stage 'paint' starts from a rough; none was given": "本番の描画にはラフが必要ですが、ありません",
    "the rough is {depth} but the boards {other}; use a rough made from these boards": (
        "ラフが {depth}、ボードが {other} です。このボードでつくったラフを使ってください"
    ),
    "the rough is {size}, larger than the layout map's {map}": "ラフが {size} で、レイアウトの材質マップ {map} より大きいです",
    "the rough is {size}, another format than the layout map's {map}": (
        "ラフ {size} とレイアウトの材質マップ {map} の縦横比が違います"
    ),
    "a rough is made whole; repaint a place of the painting instead": (
        "ラフは一部だけ描き直せません。本番の背景で描き直してください"
    ),
    "the picture to keep is {depth} but the boards {other}; save them alike": (
        "残す画像が {depth}、ボードが {other} です。同じ形式で保存してください"
    ),
    "mask: {array}; expected (H, W) bool": "マスクが {array} です。(H, W) bool が必要です",
    "the mask is empty; draw the place to repaint in white": "マスクが空です。描き直す場所を白で塗ってください",
    (
        "{what}: not flat: {count} colours{why}, the first is #{code} at x={x}, y={y}; draw it with anti-aliasing off and save "
        "it as PNG"
    ): (
        "{what}：ベタ塗りではありません。{count} 色あります{why}。最初は x={x}, y={y} の #{code} です。"
        "アンチエイリアスなしで描き、PNG で保存してください"
    ),
    ", {count} of them only along borders": "（うち {count} 色は境目だけ）",
    "; at most {most} are allowed": "（{most} 色まで）",
    "{what}: {array}; expected (h, w, {channels}) {kinds}": "{what}：{array} です。(h, w, {channels}) の {kinds} が必要です",
    "{what}: {size}; each side is {least} to {most} px": "{what}：{size} です。一辺は {least} から {most} px です",
    "board {board} is {depth} but board {other} {others}; save all boards of a cut alike": (
        "ボード {board} が {depth}、ボード {other} が {others} です。一つのカットのボードは同じ形式で保存してください"
    ),
    "layout lines: {array}; expected grey (H, W) uint8": "レイアウトの線が {array} です。グレーの (H, W) uint8 が必要です",
    "layout lines are {size} but the layout map {map}; make them the same size": (
        "レイアウトの線が {size}、材質マップが {map} です。同じ大きさにしてください"
    ),
    "layout shadow: {array}; expected (H, W) bool": "レイアウトの影が {array} です。(H, W) bool が必要です",
    "the layout shadow is {size} but the layout map {map}; make them the same size": (
        "レイアウトの影が {size}、材質マップが {map} です。同じ大きさにしてください"
    ),
    "a rough was given to stage {stage}; only stage 'paint' starts from one": (
        "段階 {stage} にラフが渡されました。ラフから始めるのは本番の描画だけです"
    ),
    "the {what} is {size} but the layout map {map}; make them the same size": (
        "{what} が {size}、レイアウトの材質マップが {map} です。同じ大きさにしてください"
    ),
    "layout map: no board has the material {material}, drawn at x={x}, y={y}; the boards have {known}": (
        "材質 {material}（x={x}, y={y}）を持つボードがありません。ボードにある材質：{known}"
    ),
    (
        "no board has a {size} x {again} px patch of the material {material}, which the layout map has at x={x}, y={y}; draw it "
        "larger on a board's map, or give the layout another material there"
    ): (
        "材質 {material}（x={x}, y={y}）が {size} x {again} px 以上まとまったボードがありません。"
        "ボードのマップで広く取るか、レイアウトの材質を変えてください"
    ),
    "board index: holds {names}, expected {wanted}; delete it to have it made anew": (
        "ボードの索引の中身が {names} です（必要：{wanted}）。削除すると作り直します"
    ),
    "board index: its arrays do not fit one another; delete it to have it made anew": (
        "ボードの索引の中身が合いません。削除すると作り直します"
    ),
    "weights {weights}; expected {count} whole numbers from 0 to 25, at most 8": (
        "重みが {weights} です。0 から 25 の整数が {count} 個（8 個まで）必要です"
    ),
    "style {style}, guides {source} and {target} do not fit": "style {style} と手がかり {source}・{target} が合いません",
    "style {style}, target {target}; each side is {least} px or more": (
        "style が {style}、target が {target} です。一辺 {least} px 以上にしてください"
    ),
    "{what}: {shape} of {kind}; expected (h, w, 3) uint8 paint and (h, w, g) uint8 guides": (
        "{what}：{shape} {kind} です。(h, w, 3) uint8 の絵と (h, w, g) uint8 の手がかりが必要です"
    ),
    "{what}: no setting {name}; there are {names}": "{what}：設定 {name} はありません。あるのは {names} です",
    "{what}: strokes is {value}; it is one of {known}": "{what}：筆の大きさが {value} です。{known} のどれかにしてください",
    "{count} boards and {copies} copies for other sizes of strokes; together at most {most}: name fewer boards": (
        "ボードが {count} 枚、筆の大きさを変えた写しが {copies} 枚です。合わせて {most} 枚までなので、ボードを減らしてください"
    ),
    (
        "{material}: with strokes of {strokes} no board has a {size} x {again} px patch of it left; tell it larger strokes"
    ): (
        "{material}：筆の大きさ {strokes} では、{size} x {again} px 以上まとまったボードが残りません。筆を大きくしてください"
    ),
    "{what}: {name} is {value}; it is a number from 0 to {most}": (
        "{what}：{name} が {value} です。0 から {most} の数にしてください"
    ),
}
