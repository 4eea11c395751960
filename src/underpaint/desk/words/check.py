"""Texts of the page where the art director checks."""

WORDS: dict[str, tuple[str, str]] = {
    "check.before": ("Before", "前へ"),
    "check.after": ("Next", "次へ"),
    "check.count": ("{at} of {all} waiting", "チェック待ち {all} 件中 {at} 件目"),
    "check.this": ("This take", "このテイク"),
    "check.views": ("pictures", "画像切替"),
    "check.draw": ("Draw", "描き込み"),
    "check.undo": ("Undo", "取り消し"),
    "check.done": ("Done", "OK"),
    "check.retake": ("Send back", "リテイク"),
    "check.note": ("Note", "メモ"),
    "check.note.what": ("What to change; or draw it on the picture", "直してほしい点。画像に描き込むこともできます"),
    "check.said.done": ("{cut} is Done.", "{cut} を OK にしました。"),
    "check.said.retake": ("{cut} is sent back, R{n}.", "{cut} をリテイク R{n} で戻しました。"),
    "check.send_back": ("Send it back after all", "やはりリテイクにする"),
    "check.is_done": ("This cut is Done. It can still be sent back.", "OK 済みのカットです。リテイクに戻せます。"),
    "check.against": ("It cannot be Done:", "まだ OK にできません："),
    "check.shown": ("shown to the model", "モデルに見せたもの"),
    "check.nothing": ("Nothing waits to be checked", "チェック待ちのカットはありません"),
    "check.nothing.then": (
        "A cut comes here when its artist sends it to check.",
        "担当者が「チェックに出す」を押すと、ここに並びます。",
    ),
}
