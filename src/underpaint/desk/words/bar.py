"""Texts of the bar, of the dialog that asks who is there, and of errors."""

WORDS = {
    "bar.wall": ("Wall", "一覧"),
    "bar.check": ("Check", "チェック"),
    "bar.boards": ("Boards", "ボード"),
    "bar.delivery": ("Delivery", "納品"),
    "bar.language": ("Language", "言語"),
    "bar.who": ("Who is at the desk?", "どなたが作業しますか？"),
    "bar.nobody": ("Nobody yet", "未選択"),
    "bar.who.why": (
        "Your name stands beside what you hand in, send back or approve.",
        "提出・リテイク・承認に、このお名前が記録されます。",
    ),
    "bar.who.none": (
        "The film names nobody yet. Add its people to film.toml, then load this page again.",
        "この作品にはまだ誰も登録されていません。film.toml にスタッフを追加して、再読み込みしてください。",
    ),
    "bar.close": ("Close", "閉じる"),
    "bar.cancel": ("Cancel", "やめる"),
    "bar.keys": ("Keys", "キー"),
    "bar.copied": ("Copied", "コピーしました"),
    "error.page": ("This cannot be shown", "表示できません"),
    "error.gone": ("The desk does not answer. Is it still running?", "デスクが応答しません。起動していますか？"),
    "error.log": ("Something went wrong; see the desk's log", "エラーが起きました。デスクのログを見てください"),
    "error.no_page": ("There is no such page", "このページはありません"),
    "state.Todo": ("Todo", "未着手"),
    "state.WIP": ("WIP", "作業中"),
    "state.WFA": ("WFA", "チェック待ち"),
    "state.Retake": ("Retake", "リテイク"),
    "state.Done": ("Done", "完成"),
}
