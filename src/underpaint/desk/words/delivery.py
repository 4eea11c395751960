"""Texts of the page of delivery and credits."""

WORDS: dict[str, tuple[str, str]] = {
    "delivery.deliver": ("Deliver", "納品する"),
    "delivery.ready": ("{n} of {all} cuts can go out", "{all} カット中 {n} カットを納品できます"),
    "delivery.empty": (
        "This film has no cuts yet. What is Done can be delivered here.",
        "まだカットがありません。完成したカットをここから納品します。",
    ),
    "delivery.flat": ("Flat pictures as", "統合画像の形式"),
    "delivery.all": ("Deliver all that is Done", "完成分をすべて納品"),
    "delivery.writing": (
        "Writing; large cuts take a few seconds each",
        "書き出しています。大きなカットは数秒かかります",
    ),
    "delivery.written": ("{n} files written", "{n} ファイルを書き出しました"),
    "delivery.rights": ("Boards that stand against it", "権利が足りないボード"),
    "delivery.left": ("Cuts that stay here", "まだ納品できないカット"),
    "delivery.done": ("Done: how each was made", "完成カットの工程"),
    "delivery.out": ("Delivered", "納品済み"),
    "delivery.sheet": ("Contact sheet", "全カット一覧"),
    "delivery.card": ("Credit card", "クレジット画面"),
    "delivery.credits": ("Credits", "クレジット"),
    "delivery.strip": ("{cut}: layout, passes, final", "{cut}：レイアウトから完成まで"),
    "delivery.making": ("Making it", "作成しています"),
}
