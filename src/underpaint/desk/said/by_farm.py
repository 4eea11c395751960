"""What is said while a film is labelled, painted, handed in, delivered and credited."""

SAID = {
    # labelling
    "{name}: {file} was made or changed by somebody; say that it may be replaced": (
        "{name}：{file} は誰かが作ったか、手で直したものです。置き換えてよいか確認してください"
    ),
    "{name}: take {file} away first; the new map is a materials.png": (
        "{name}：先に {file} を移動してください。新しいマップは materials.png です"
    ),
    "the palette has no material {material}, of which there is a stroke; undo or erase it": (
        "材質 {material} がパレットにありませんが、その印が残っています。取り消すか、消してください"
    ),
    "name a first region, and its rough appears": "最初の場所に材質を付けると、ここにラフが出ます",
    "{cut} names no boards yet; say in its cut.toml which it is painted from": (
        "{cut} にはまだボードが指定されていません。どのボードで描くか、cut.toml に書いてください"
    ),
    "{cut}: {count} regions have no word yet; name them, or accept their guesses": (
        "{cut}：材質のない場所が {count} か所あります。材質を付けるか、候補を確定してください"
    ),
    "{cut} has no layout yet; add it with: underpaint cut add {film} {again} --layout": (
        "{cut} にはまだレイアウトがありません。追加するには：underpaint cut add {film} {again} --layout"
    ),
    # BOOKs
    "{cut} shows the background of {other}; give the BOOK to that cut": (
        "{cut} は {other} と兼用です。BOOK は {other} の方に加えてください"
    ),
    "{cut} has no material map yet; add that first, then its BOOKs": (
        "{cut} にはまだ材質マップがありません。BOOK より先に加えてください"
    ),
    "{cut} {book}: give its material map too, with --map": "{cut} {book}：材質マップも --map で指定してください",
    "{materials}: is {columns} x {rows} px, the cut {width} x {height}; they must be of one size": (
        "{materials}：{columns} x {rows} px ですが、カットは {width} x {height} です。同じ大きさにしてください"
    ),
    "{book}: neither it nor its cut names a board; give one with --board": (
        "{book}：BOOK にもカットにもボードの指定がありません。--board で指定してください"
    ),
    "{materials}: is {width} x {height} px, the cut {columns} x {rows}; make them of one size": (
        "{materials}：{width} x {height} px ですが、カットは {columns} x {rows} です。同じ大きさにしてください"
    ),
    "{path}: has the colour #{code}, which the film's palette gives to no material": (
        "{path}：#{code} は、作品のパレットのどの材質の色でもありません"
    ),
    # painting
    '{path}: names no boards; add a line such as boards = ["lake-noon"]': (
        '{path}：ボードの指定がありません。boards = ["lake-noon"] のような行を加えてください'
    ),
    "takes its geometry from {cut}, which is {state}; it must be Done first": (
        "形を {cut} に合わせますが、{cut} は「{state}」です。先に完成させてください"
    ),
    (
        "{cut}: can have the geometry of {other} only with the same layout map, and with boards that have the same material "
        "maps"
    ): "{cut}：{other} と形をそろえるには、同じ材質マップのレイアウトと、同じ材質マップを持つボードが必要です",
    "{cut}: its {role} was changed while it was painted; paint it again": (
        "{cut}：描いている間に {role} が変わりました。もう一度描いてください"
    ),
    "{cut} {take} was whole when the last run stopped; it is kept": (
        "{cut} {take} は前回の中止までに描き上がっていたので、そのまま残します"
    ),
    "is left alone: {why}": "手を付けていません：{why}",
    "shares the background of {cut}": "{cut} と兼用です",
    "has no material map yet": "まだ材質マップがありません",
    "is Done, and something that it is painted from has changed; name it to paint it again": (
        "完成していますが、その後に元の素材が変わっています。描き直すには、このカットを選んで描いてください"
    ),
    "{cut} has no material map yet; label its layout first": (
        "{cut} にはまだ材質マップがありません。先にレイアウトの材質を分けてください"
    ),
    "the cached index {path} is damaged; it is made again": "ボードの索引 {path} が壊れていたので、作り直します",
    "the cached index of board {board} cannot be used ({why}); it is made again": (
        "ボード {board} の索引が使えないので、作り直します（{why}）"
    ),
    "the board's index is not kept in {folder} ({why}); painting goes on without a cache": (
        "ボードの索引を {folder} に残せません（{why}）。そのまま描き続けます"
    ),
    "the boards carry different colour profiles; their values are mixed as they are, under the first board's": (
        "ボードのカラープロファイルがそろっていません。最初のボードのものとして、値をそのまま使います"
    ),
    "{text} is no tuning; write it like water:smooth=1,evenness=0.5": (
        "{text} は調整として読めません。water:smooth=1,evenness=0.5 のように書いてください"
    ),
    "the touch-up of {touched} is not carried over: it is {was} px, the painting {width} x {height}": (
        "{touched} の加筆は引き継げません。加筆は {was} px、背景は {width} x {height} です"
    ),
    # one place painted anew
    "an outline is 3 to {most} points, x and y of each; {count} numbers came in": (
        "囲み線は 3 から {most} 個の点にしてください（届いた数値：{count} 個）"
    ),
    "the outline lies outside of the picture; draw it around a place of the painting": (
        "囲み線が画面の外です。描き直す場所を囲んでください"
    ),
    "{cut} has no painting yet; paint it first": "{cut} にはまだ背景がありません。先に描いてください",
    "{cut} {take} has no source map, so no place of it can be painted anew; paint the cut again": (
        "{cut} {take} には出どころの記録がないため、一部だけの描き直しはできません。カット全体を描いてください"
    ),
    "{cut}: its boards or its layout have changed since {take}; paint the cut again first": (
        "{cut}：{take} の後にボードかレイアウトが変わっています。先にカット全体を描き直してください"
    ),
    "{cut} {take} is no painting of the machine; name one that is": (
        "{cut} {take} は Underpaint が描いた背景ではありません。描いたテイクを選んでください"
    ),
    # sources and counts
    "what {name} changed is {shape} {kind}; the picture is {width} x {height} px": (
        "{name} の変更箇所が {shape} {kind} です。画像は {width} x {height} px です"
    ),
    "a BOOK is {columns} x {rows} px; the picture is {width} x {height} px": (
        "BOOK が {columns} x {rows} px ですが、画像は {width} x {height} px です"
    ),
    "{kept} px were kept from an earlier picture, and nothing says from which board; paint the cut whole": (
        "前の画像から {kept} px が残っていますが、どのボードのものか分かりません。カット全体を描いてください"
    ),
    "x={x}, y={y} is outside of the picture of {width} x {height} px": (
        "x={x}, y={y} は {width} x {height} px の画面の外です"
    ),
    "the {name} has another size than the source map; the cut must be painted again": (
        "{name} と出どころの記録の大きさが違います。カットを描き直してください"
    ),
    # work files
    "{file}: is as it was written; paint on it, save it, and hand it in then": (
        "{file}：書き出したままで、変更がありません。加筆して保存してから提出してください"
    ),
    "{cut}: the touch-up of {touched} is left out, as it has another size than {take}": (
        "{cut}：{touched} の加筆は {take} と大きさが違うため、入れていません"
    ),
    "{wanted} was changed by somebody and stays as it is; the new one is {name}": (
        "{wanted} は誰かが変更したので、そのまま残しました。新しいファイルは {name} です"
    ),
    "{path}: language is {language}; it can be {languages}": (
        "{path}：language が {language} です。使えるのは {languages} です"
    ),
    # delivery
    "flat pictures are delivered as {kinds}, not as {kind}": "統合画像の形式は {kinds} です（指定：{kind}）",
    "{film}: no cut can be delivered yet": "{film}：納品できるカットがまだありません",
    "{cut} cannot be delivered: {why}": "{cut} はまだ納品できません：{why}",
    "not delivered: {cuts}: {why}": "納品していないカット {cuts}：{why}",
    "{state}, and only what is Done goes out": "「{state}」です。納品できるのは完成したカットだけです",
    "two groups of one name among {names}; a compositor could not tell them apart": (
        "{names} の中に同じ名前のグループが二つあります。撮影で見分けられません"
    ),
    "{name} is {across} x {down} px, the background {width} x {height}; make them of one size": (
        "{name} は {across} x {down} px、背景は {width} x {height} です。同じ大きさにしてください"
    ),
    "delivered without Content Credentials. {why}": "来歴証明（Content Credentials）なしで納品しました。{why}",
    "signed with your own local certificate, which nobody else trusts; give the studio's with --certificate and --key": (
        "このマシンだけの証明書で署名しました。社外では信用されません。"
        "スタジオの証明書は --certificate と --key で指定します"
    ),
    "a certificate and its key go together; give both, or neither to sign with your own local one": (
        "証明書と鍵は組で指定してください。どちらも無ければ、このマシンの証明書で署名します"
    ),
    # papers
    "{film}: nobody can be credited; the origin of {cuts} is unknown": (
        "{film}：クレジットに誰も載せられません。出どころが不明なカット：{cuts}"
    ),
    "{cut} has no painting to credit yet; paint it first": "{cut} にはまだ背景がありません。先に描いてください",
    "left out, having no painting yet: {cuts}": "まだ背景がないので載せていないカット：{cuts}",
    "nobody is named for the layout of {cuts}; add layout_by to their cut.toml": (
        "レイアウト担当の記載がないカット：{cuts}。cut.toml に layout_by を加えてください"
    ),
    "{cut} is of unknown origin: {why}": "{cut} は出どころが不明です：{why}",
    "{cut} {take} is of unknown origin: no source map says where its paint comes from, so it cannot be credited": (
        "{cut} {take} は出どころの記録がないため、クレジットに載せられません"
    ),
    "{cut} {take} is of unknown origin: {why}": "{cut} {take} は出どころが不明です：{why}",
    "{film}: has no cuts yet; add one with: underpaint cut add": (
        "{film}：まだカットがありません。追加するには：underpaint cut add"
    ),
    '{path}: has no length, and credits go by screen time; add a line such as length = "5+00"': (
        '{path}：尺がありません。クレジットは映る長さの順です。length = "5+00" のような行を加えてください'
    ),
    "a frame of {width} x {height} px has no room for {count} names; give a larger one, or fewer cuts": (
        "{width} x {height} px の画面に {count} 人の名前は入りません。画面を大きくするか、カットを減らしてください"
    ),
}
