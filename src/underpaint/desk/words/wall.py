"""Texts of the wall."""

WORDS: dict[str, tuple[str, str]] = {
    "wall.filter": ("Filter by words  ( / )", "絞り込み（ / ）"),
    "wall.states": ("States", "状態"),
    "wall.place": ("Place", "場所"),
    "wall.place.all": ("All places", "全ての場所"),
    "wall.board": ("Board", "ボード"),
    "wall.board.all": ("All boards", "全ボード"),
    "wall.count": ("{shown} of {all} cuts", "{all} カット中 {shown}"),
    "wall.count.all": ("{all} cuts", "全 {all} カット"),
    "wall.paint": ("Paint what needs it", "必要なカットを描く"),
    "wall.stop": ("Stop", "中止"),
    "wall.painting": ("painting {cuts}", "{cuts} を描いています"),
    "wall.starting": ("about to paint", "準備しています"),
    "wall.stopping": ("stopping; what is whole stays", "中止しています（完成分は残ります）"),
    "wall.stopped": ("stopped; what is whole stays", "中止しました（完成分は残っています）"),
    "wall.current": ("nothing needed paint", "描く必要のあるカットはありませんでした"),
    "wall.painted": ("painted: {n}", "{n} カットを描きました"),
    "wall.hand": ("{share} by hand", "手描き {share}"),
    "wall.shares": ("background of {cut}", "{cut} と兼用"),
    "wall.no_map": ("no material map yet", "材質マップがありません"),
    "wall.no_picture": ("no layout yet", "レイアウトがありません"),
    "wall.rough": ("rough", "ラフ"),
    "wall.none": (
        "No cut is like that. Esc takes the filter away.",
        "該当するカットがありません。Esc で絞り込みを解除します。",
    ),
    "wall.empty": ("This film has no cuts yet", "まだカットがありません"),
    "wall.empty.palette": (
        "Give it a palette: put materials.gpl, the materials' names and colours, into the film's folder.",
        "パレットを用意します。材質の名前と色の materials.gpl を作品フォルダに置いてください。",
    ),
    "wall.empty.board": (
        "Add a board, a finished painting that the cuts are painted from:",
        "カットの描きもとになる完成画（美術ボード）を追加します：",
    ),
    "wall.empty.cut": ("Add a cut with its layout:", "レイアウトと一緒にカットを追加します："),
    "wall.empty.list": ("Or take all cuts from a list:", "またはカット表からまとめて取り込みます："),
    "wall.empty.then": (
        "They appear here as soon as they are in the film.",
        "追加すると、すぐにここに表示されます。",
    ),
}
