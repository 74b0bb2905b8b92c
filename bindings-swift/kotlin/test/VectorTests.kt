package prorata.test

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import com.google.gson.JsonPrimitive
import java.io.File
import java.lang.reflect.InvocationTargetException
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import prorata.ProrataException
import prorata.code

val vectorTests: List<Pair<String, () -> Unit>> = listOf("every vector holds" to ::everyVector)

/** Runs the vectors of the repository, and those of every folder in `PRORATA_VECTORS`. */
private fun everyVector() {
    // kotlin.sh runs programs in the repository.
    val own = File("vectors").listFiles { file -> file.isDirectory }.orEmpty().toList()
    val more = System.getenv("PRORATA_VECTORS").orEmpty()
    val folders = own + more.split(':').filter { it.isNotEmpty() }.map(::File)
    var passed = 0
    val failures = mutableListOf<String>()
    for (file in folders.flatMap { it.walk().filter { file -> file.extension == "json" }.sorted() }) {
        for ((place, case) in JsonParser.parseString(file.readText()).asJsonArray.withIndex()) {
            val failure = check(case.asJsonObject)
            if (failure == null) passed++ else failures += "$file, case ${place + 1}: $failure"
        }
    }
    failures.take(20).forEach(::println)
    val summary = "vectors: $passed passed, ${failures.size} failed"
    println(summary)
    if (more.isEmpty()) {
        File("target/vectors").mkdirs()
        File("target/vectors/kotlin.txt").writeText("$summary\n")
    }
    check(failures.isEmpty()) { failures.first() }
    check(passed > 0) { "no vectors were found in ${File("vectors").absolutePath}" }
}

/** What is wrong with a case, if anything is. */
private fun check(case: JsonObject): String? {
    val call = case["call"]?.asString ?: return "no call"
    val code = case["error"]?.asString
    return try {
        val got = json(answer(call, Given(case["given"].asJsonObject)))
        val then = case["then"]
        when {
            code != null -> "$call: $got instead of the error $code"
            then == null -> "$call: neither then nor error"
            same(got, then) -> null
            else -> "$call: $got instead of $then"
        }
    } catch (refusal: ProrataException) {
        if (refusal.code == code) null else "$call: ${refusal.code}: ${refusal.message}"
    } catch (failure: Exception) {
        "$call: $failure"
    }
}

private val isoMillis = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC)

/** The JSON form of what a call returned. */
private fun json(value: Any?): JsonElement = when (value) {
    null, Unit -> JsonNull.INSTANCE
    is Boolean -> JsonPrimitive(value)
    is UInt -> JsonPrimitive(value.toLong())
    is ULong -> JsonPrimitive(value.toString().toBigInteger())
    is Number -> if (value is BigDecimal) JsonPrimitive(value.toPlainString()) else JsonPrimitive(value)
    is String -> JsonPrimitive(value)
    is Instant -> JsonPrimitive(isoMillis.format(value))
    is LocalDate -> JsonPrimitive(value.toString())
    is ByteArray -> json(value.map { it.toUByte().toInt() })
    is List<*> -> JsonArray().also { array -> value.forEach { array.add(json(it)) } }
    is Map<*, *> -> JsonObject().also { json -> value.forEach { (name, field) -> json.add("$name", json(field)) } }
    else -> record(value)
}

/** Of a record its own JSON form, through the public API: an extension, and so a function of the file. */
private fun record(value: Any): JsonElement {
    // The kinds of an enum with data are classes inside of it.
    val type = value.javaClass.enclosingClass ?: value.javaClass
    val toJson = Class.forName("prorata.RecordsKt").getMethod("toJson", type)
    return try {
        JsonParser.parseString(toJson.invoke(null, value) as String)
    } catch (failure: InvocationTargetException) {
        throw failure.targetException
    }
}

/** `nrr12Months` and `nrr_12_months` alike: where the words part is not known from one of them. */
fun wireName(name: String) = name.replace("_", "").lowercase()

private fun same(left: JsonElement, right: JsonElement): Boolean = when {
    left is JsonObject && right is JsonObject ->
        left.keySet() == right.keySet() && left.entrySet().all { (name, value) -> same(value, right[name]) }
    left is JsonArray && right is JsonArray ->
        left.size() == right.size() && left.zip(right).all { (ours, theirs) -> same(ours, theirs) }
    left is JsonPrimitive && right is JsonPrimitive && left.isNumber && right.isNumber -> sameNumber(left, right)
    else -> left == right
}

/** Integers digit by digit, everything else as the double that it is. */
private fun sameNumber(left: JsonPrimitive, right: JsonPrimitive): Boolean {
    val integers = listOf(left, right).map { it.asString.toLongOrNull() }
    return if (null in integers) left.asDouble == right.asDouble else integers[0] == integers[1]
}
